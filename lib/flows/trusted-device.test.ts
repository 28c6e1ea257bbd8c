import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addCodeFactor, findFactors, removeFactor } from '@/lib/accounts/factors';
import { findTrustedDevices } from '@/lib/accounts/trusted-devices';
import { issueGrant } from '@/lib/codes/grants';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { changePassword } from './change-password';
import { endSessions } from './end-sessions';
import { endTrust } from './end-trust';
import { passOnTrustedDevice } from './pass-on-trusted-device';
import { redeemSignInGrant } from './redeem-sign-in-grant';
import { addSignedIn, knownPassword, type SignedIn } from './signed-in-fixture';
import { trustBrowser } from './trust-browser';
import { newVisit } from './visit-fixture';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.close());

const secret = 'a'.repeat(43);

async function addTrusting(): Promise<SignedIn> {
  const customer = await addSignedIn(test.db);
  await addCodeFactor(test.db, customer.account.id, 'sms');
  await trustBrowser(test, { userId: customer.account.id, secret, visitor: customer.visit.visitor });
  return customer;
}

async function signIn({ account, visit }: SignedIn, trustSecret: string | null = secret) {
  const { owner } = visit;
  const context = { methods: ['password'] };
  const grant = await issueGrant(test.db, { purpose: 'login', userId: account.id, owner, context });
  return passOnTrustedDevice(test, { grant, trustSecret, owner });
}

describe('a trusted device', () => {
  it('is not asked for the second factor, for 30 days by the clock of the database', async () => {
    const customer = await addTrusting();
    const passed = await signIn(customer);
    expect(passed).toMatchObject({ ok: true });
    const grant = passed.ok ? passed.value.grant : '';
    expect(await redeemSignInGrant(test, { grant, ...customer.visit })).toMatchObject({ ok: true });
    const session = await test.db.session.findFirstOrThrow({
      where: { userId: customer.account.id },
      orderBy: { createdAt: 'desc' },
    });
    expect(session.methods).toEqual(['password', 'trusted_device']);
    const [device] = await findTrustedDevices(test.db, customer.account.id, secret);
    const days = (device!.expiresAt.getTime() - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(29.9);
    expect(days).toBeLessThan(30.1);
    await test.db.$executeRaw`
      UPDATE "TrustedDevice" SET "expiresAt" = now() - interval '1 second' WHERE "id" = ${device!.id}::uuid`;
    expect(await signIn(customer)).toMatchObject({ reason: 'not_trusted' });
  });

  it('is trusted by one account, by its own secret, and still needs the first factor', async () => {
    const [mine, other] = [await addTrusting(), await addSignedIn(test.db)];
    await addCodeFactor(test.db, other.account.id, 'sms');
    expect(await signIn(other)).toMatchObject({ reason: 'not_trusted' });
    expect(await signIn(mine, 'b'.repeat(43))).toMatchObject({ reason: 'not_trusted' });
    expect(await signIn(mine, null)).toMatchObject({ reason: 'not_trusted' });
    const { owner } = newVisit();
    const made = { grant: 'made up', trustSecret: secret, owner };
    expect(await passOnTrustedDevice(test, made)).toMatchObject({ reason: 'not_trusted' });
  });

  it.each<[string, (customer: SignedIn) => Promise<unknown>]>([
    ['a new factor', ({ account }) => addCodeFactor(test.db, account.id, 'email')],
    [
      'the end of a factor',
      async ({ account }) => {
        await addCodeFactor(test.db, account.id, 'email');
        await trustBrowser(test, { userId: account.id, secret, visitor: newVisit().visitor });
        const [first] = await findFactors(test.db, account.id);
        await removeFactor(test.db, account.id, first!.id);
      },
    ],
    [
      'a new password',
      ({ account, sessionId, visit }) => {
        const typed = { current: knownPassword, password: 'seven brave walruses' };
        return changePassword(test, { account, sessionId, ...typed, visitor: visit.visitor });
      },
    ],
    [
      'disabling the account',
      async ({ account }) => {
        await test.db.user.update({ where: { id: account.id }, data: { status: 'disabled' } });
        await test.db.user.update({ where: { id: account.id }, data: { status: 'active' } });
      },
    ],
    [
      'being taken off the list',
      async ({ account, sessionId, visit }) => {
        const [device] = await findTrustedDevices(test.db, account.id, secret);
        const input = { userId: account.id, sessionId, deviceId: device!.id, visitor: visit.visitor };
        expect(await endTrust(test, input)).toMatchObject({ ok: true });
      },
    ],
    [
      'signing out everywhere else, from another one',
      ({ account, sessionId, visit }) =>
        endSessions(test, {
          userId: account.id,
          ownSessionId: sessionId,
          only: null,
          trustSecret: 'c'.repeat(43),
          visitor: visit.visitor,
        }),
    ],
  ])('is asked again after %s', async (_, end) => {
    const customer = await addTrusting();
    await end(customer);
    expect(await signIn(customer)).toMatchObject({ reason: 'not_trusted' });
  });

  it('cannot be taken off the list by somebody else', async () => {
    const [mine, theirs] = [await addTrusting(), await addTrusting()];
    const [device] = await findTrustedDevices(test.db, mine.account.id, secret);
    const { account, sessionId, visit } = theirs;
    const input = { userId: account.id, sessionId, deviceId: device!.id, visitor: visit.visitor };
    expect(await endTrust(test, input)).toMatchObject({ reason: 'not_found' });
    expect(await signIn(mine)).toMatchObject({ ok: true });
  });
});
