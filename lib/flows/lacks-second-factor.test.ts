import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addCodeFactor, findFactors } from '@/lib/accounts/factors';
import { findAccountById } from '@/lib/accounts/find-account';
import { issueGrant } from '@/lib/codes/grants';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { lacksSecondFactor } from './lacks-second-factor';
import { addSignedIn } from './signed-in-fixture';
import { startApiSession } from './start-api-session';
import { turnOffFactor } from './turn-off-factor';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.close());

async function addStaff() {
  const staff = await addSignedIn(test.db);
  await test.db.user.update({ where: { id: staff.account.id }, data: { role: 'support' } });
  return { ...staff, account: (await findAccountById(test.db, staff.account.id))! };
}

describe('a role that needs a second factor', () => {
  it('lacks one until there is one, and codes by mail are none', async () => {
    const { account } = await addStaff();
    expect(await lacksSecondFactor(test.db, account)).toBe(true);
    await addCodeFactor(test.db, account.id, 'email');
    expect(await lacksSecondFactor(test.db, account)).toBe(true);
    await addCodeFactor(test.db, account.id, 'sms');
    expect(await lacksSecondFactor(test.db, account)).toBe(false);
  });

  it('is what the operator says', async () => {
    const { account } = await addSignedIn(test.db);
    expect(await lacksSecondFactor(test.db, account)).toBe(false);
    expect(await lacksSecondFactor(test.db, account, ['customer'])).toBe(true);
    const { account: staff } = await addStaff();
    expect(await lacksSecondFactor(test.db, staff, [])).toBe(false);
  });

  it('keeps its last one on, also when two are turned off at the same time', async () => {
    const { account, sessionId, visit } = await addStaff();
    await addCodeFactor(test.db, account.id, 'sms');
    await addCodeFactor(test.db, account.id, 'whatsapp');
    await addCodeFactor(test.db, account.id, 'email');
    const factors = await findFactors(test.db, account.id);
    const input = { account, sessionId, visitor: visit.visitor };
    const strong = factors.filter(({ kind }) => kind !== 'email');
    const answers = await Promise.all(
      strong.map(({ id }) => turnOffFactor(test, { ...input, factorId: id })),
    );
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(answers.filter(({ ok }) => !ok)).toMatchObject([{ reason: 'factor_required' }]);
  });

  it('gets no session through the API without one', async () => {
    const { account, visit } = await addStaff();
    const context = { methods: ['password'] };
    const { owner } = visit;
    const grant = await issueGrant(test.db, { purpose: 'login', userId: account.id, owner, context });
    expect(await startApiSession(test, { grant, ...visit })).toMatchObject({
      reason: 'second_factor_needed',
    });
  });
});
