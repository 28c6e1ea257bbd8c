import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyPassword } from '@/lib/accounts/password';
import { createSession, getLiveSession } from '@/lib/accounts/sessions';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { changePassword } from './change-password';
import { addSignedIn, knownPassword, type SignedIn } from './signed-in-fixture';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.close());

const next = 'seven brave walruses';

function change({ account, sessionId, visit }: SignedIn, current: string, password = next) {
  return changePassword(test, { account, sessionId, current, password, visitor: visit.visitor });
}

async function hasPassword({ account }: SignedIn, password: string): Promise<boolean> {
  const { passwordHash } = await test.db.user.findUniqueOrThrow({ where: { id: account.id } });
  return (await verifyPassword(passwordHash, password)).ok;
}

describe('changing the password', () => {
  it('wants the current one, ends every other session, and tells every address', async () => {
    const customer = await addSignedIn(test.db);
    const life = { ttlSeconds: 3600, idleSeconds: null, userAgent: null, clientAddress: null };
    const elsewhere = await createSession(test.db, {
      userId: customer.account.id,
      methods: ['password'],
      ...life,
    });
    expect(await change(customer, 'not the right one')).toMatchObject({ reason: 'password_wrong' });
    expect(await hasPassword(customer, knownPassword)).toBe(true);
    const changed = await change(customer, knownPassword);
    expect(changed).toMatchObject({ ok: true });
    expect(await hasPassword(customer, next)).toBe(true);
    expect(await getLiveSession(test.db, elsewhere!.token)).toBeNull();
    // The session that asked goes on under a new secret.
    expect(await getLiveSession(test.db, customer.token)).toBeNull();
    expect(await getLiveSession(test.db, changed.ok ? changed.value.token : '')).toMatchObject({
      id: customer.sessionId,
    });
    const notices = await test.db.delivery.findMany({ where: { userId: customer.account.id } });
    expect(notices.map(({ channel }) => channel).sort()).toEqual(['email', 'sms']);
    expect(notices).toMatchObject([{ template: 'password_changed' }, { template: 'password_changed' }]);
  });

  it('says why a new one is refused, and that costs no guess at the current one', async () => {
    const customer = await addSignedIn(test.db);
    const refused = await change(customer, 'not the right one', 'password123');
    expect(refused).toMatchObject({ reason: 'password_weak', problem: 'common' });
    const short = await change(customer, 'not the right one', 'k7!x');
    expect(short).toMatchObject({ reason: 'password_weak', problem: 'too_short' });
    const subject = `user:${customer.account.id}`;
    expect(await test.db.hold.findUnique({ where: { subject } })).toBeNull();
  });

  it('is held after ten wrong guesses, with all others of the account', async () => {
    const customer = await addSignedIn(test.db);
    for (let guess = 0; guess < 10; guess += 1) await change(customer, 'not the right one');
    expect(await change(customer, knownPassword)).toMatchObject({ reason: 'account_held' });
    expect(await hasPassword(customer, knownPassword)).toBe(true);
  });

  it('happens once when it is asked for twice at the same time', async () => {
    const customer = await addSignedIn(test.db);
    const answers = await Promise.all([
      change(customer, knownPassword, 'seven brave walruses'),
      change(customer, knownPassword, 'eight brave walruses'),
    ]);
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  });

  it('needs no current one where there is none, and then there is one', async () => {
    const customer = await addSignedIn(test.db, { password: false });
    expect(await change(customer, '')).toMatchObject({ ok: true });
    expect(await hasPassword(customer, next)).toBe(true);
  });
});
