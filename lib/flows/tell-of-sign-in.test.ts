import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { issueGrant } from '@/lib/codes/grants';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { redeemSignInGrant } from './redeem-sign-in-grant';
import { addSignedIn, type SignedIn } from './signed-in-fixture';
import { newVisit, type Visit } from './visit-fixture';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.close());

function inBrowser(visit: Visit, mark: Buffer): Visit {
  return { ...visit, visitor: { ...visit.visitor, deviceHash: mark } };
}

async function signIn({ account }: SignedIn, visit: Visit) {
  const { owner } = visit;
  const context = { methods: ['password'] };
  const grant = await issueGrant(test.db, { purpose: 'login', userId: account.id, owner, context });
  expect(await redeemSignInGrant(test, { grant, ...visit })).toMatchObject({ ok: true });
}

const notices = ({ account }: SignedIn) =>
  test.db.delivery.findMany({ where: { userId: account.id, template: 'new_sign_in' } });

describe('a sign-in', () => {
  it('from a browser that the account does not know is told by mail, once', async () => {
    const customer = await addSignedIn(test.db);
    const visit = inBrowser(newVisit(), randomBytes(32));
    await signIn(customer, visit);
    expect(await notices(customer)).toMatchObject([
      { channel: 'email', address: customer.account.email, params: { name: 'Ada' } },
    ]);
    await signIn(customer, visit);
    expect(await notices(customer)).toHaveLength(1);
    await signIn(customer, inBrowser(newVisit(), randomBytes(32)));
    expect(await notices(customer)).toHaveLength(2);
  });

  it('that is the first of an account is told to nobody', async () => {
    const customer = await addSignedIn(test.db);
    await test.db.session.deleteMany({ where: { userId: customer.account.id } });
    await signIn(customer, inBrowser(newVisit(), randomBytes(32)));
    expect(await notices(customer)).toEqual([]);
  });

  it('is told by text message where there is no mail address', async () => {
    const customer = await addSignedIn(test.db, { email: null });
    await signIn(customer, inBrowser(newVisit(), randomBytes(32)));
    expect(await notices(customer)).toMatchObject([{ channel: 'sms', address: customer.account.phone }]);
  });

  it('from a browser that was disowned is news again', async () => {
    const customer = await addSignedIn(test.db);
    const visit = inBrowser(newVisit(), randomBytes(32));
    await signIn(customer, visit);
    await test.db.session.updateMany({
      where: { userId: customer.account.id },
      data: { endedAt: new Date(), endedReason: 'not_me' },
    });
    await signIn(customer, visit);
    expect(await notices(customer)).toHaveLength(2);
  });

  it('through an application is told where the place or the program is another one', async () => {
    const customer = await addSignedIn(test.db);
    const visit = newVisit();
    const through = { ...visit, visitor: { ...visit.visitor, api: { keyId: 'k', perMinute: null } } };
    await signIn(customer, through);
    await signIn(customer, through);
    expect(await notices(customer)).toHaveLength(1);
    const elsewhere = { ...through, visitor: { ...through.visitor, userAgent: 'curl/8' } };
    await signIn(customer, elsewhere);
    expect(await notices(customer)).toHaveLength(2);
  });
});
