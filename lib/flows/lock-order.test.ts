import { describe, expect, it } from 'vitest';
import { addCodeFactor, findFactors } from '@/lib/accounts/factors';
import { verifyPassword } from '@/lib/accounts/password';
import { createSession } from '@/lib/accounts/sessions';
import { getPendingTotpSecret, startTotp } from '@/lib/accounts/totp';
import { trustDevice } from '@/lib/accounts/trusted-devices';
import { issueGrant } from '@/lib/codes/grants';
import type { Purpose } from '@/lib/codes/purposes';
import { signNotMeToken } from '@/lib/config/not-me-token';
import { signUndoToken } from '@/lib/config/undo-token';
import { prepareTwoPools } from '@/lib/db/two-pools-fixture';
import { deviceSubject } from '@/lib/limits/hold-subject';
import { changeAccount } from './change-account';
import { changePassword } from './change-password';
import type { Deps } from './deps';
import { exchangeForSessionGrant } from './exchange-for-session-grant';
import { meet } from './meet-fixture';
import { passOnTrustedDevice } from './pass-on-trusted-device';
import { proveAddress } from './prove-address';
import { redeemSignInGrant } from './redeem-sign-in-grant';
import { releaseDueFactors } from './release-due-factors';
import { reportNotMe } from './report-not-me';
import { requestAddressProof } from './request-address-proof';
import { requestCode } from './request-code';
import { resetPasswordByCode } from './reset-password-by-code';
import { signInByCode } from './sign-in-by-code';
import { addSignedIn, knownPassword, newEmail, type SignedIn } from './signed-in-fixture';
import { tellHeldOwners } from './tell-held-owners';
import { turnOffFactor } from './turn-off-factor';
import { turnOnAuthenticator } from './turn-on-authenticator';
import { undoAddressChange } from './undo-address-change';
import { updateCustomer } from './update-customer';
import { verifyCode } from './verify-code';
import { appCode, currentStep, newVisit, readCode, type Visit } from './visit-fixture';
import { watch } from './watch-fixture';

const test = prepareTwoPools();

const password = 'quiet harbour lamp 42';

async function ask({ account }: SignedIn, purpose: Purpose = 'login', visit: Visit = newVisit()) {
  const identifier = { kind: 'email' as const, address: account.email! };
  const asked = await requestCode(test, { purpose, identifier, channel: 'email', ...visit });
  if (!asked.ok) throw new Error(asked.reason);
  const { id } = asked.value.challenge;
  return { ...visit, id, purpose, code: await readCode(test.db, id, visit.owner) };
}
type Asked = Awaited<ReturnType<typeof ask>>;

const signIn = ({ id, code, owner, visitor }: Asked) =>
  signInByCode({ db: test.other }, { id, typed: code, owner, visitor });
const verify = ({ id, code, owner, visitor, purpose }: Asked, db = test.other) =>
  verifyCode({ db }, { id, code, purposes: [purpose], owner, visitor });
const reset = ({ id, code, owner, visitor }: Asked) =>
  resetPasswordByCode({ db: test.other }, { id, typed: code, password, owner, visitor });
const change = (deps: Deps, { account, sessionId, visit }: SignedIn) =>
  changePassword(deps, { account, sessionId, current: knownPassword, password, visitor: visit.visitor });
const replaceEmail = (deps: Deps, { account, visit }: SignedIn) =>
  updateCustomer(deps, {
    ...{ id: account.id, change: {}, addresses: { email: newEmail() }, verified: false },
    visitor: visit.visitor,
  });

const firstFactor = ({ account, visit }: SignedIn) =>
  issueGrant(test.db, {
    ...{ purpose: 'login', userId: account.id, owner: visit.owner, context: { methods: ['password'] } },
  });
const addSession = ({ account }: SignedIn) =>
  createSession(test.db, {
    ...{ userId: account.id, methods: ['password'], ttlSeconds: 3600, idleSeconds: null },
    ...{ userAgent: null, clientAddress: null },
  });
const unprove = ({ account }: SignedIn) =>
  test.db.user.update({ where: { id: account.id }, data: { emailVerifiedAt: null } });

const atTheGrants = { words: 'UPDATE "Grant" SET "consumedAt" = now() WHERE "userId"' };

describe('a change of the password, which ends the codes of its account, lets through', () => {
  it.each<[string, Purpose, (asked: Asked) => Promise<unknown>]>([
    ['a sign-in', 'login', signIn],
    ['a check', 'password_reset', verify],
    ['a reset', 'password_reset', reset],
  ])('%s by a code that proves its address first', async (_, purpose, use) => {
    const customer = await addSignedIn(test.db);
    await unprove(customer);
    const asked = await ask(customer, purpose);
    const [changed, used] = await meet(
      test.db,
      (deps) => change(deps, customer),
      atTheGrants,
      () => use(asked),
    );
    expect(changed).toMatchObject({ ok: true });
    expect(used).toMatchObject({ ok: false, reason: 'code_expired' });
    expect(await test.db.user.findUniqueOrThrow({ where: { id: customer.account.id } })).toMatchObject({
      emailVerifiedAt: null,
    });
  });

  it('"this wasn’t me"', async () => {
    const customer = await addSignedIn(test.db);
    const asked = await ask(customer);
    await addSession(customer);
    const delivery = await test.db.delivery.findFirstOrThrow({ where: { otpId: asked.id } });
    const token = signNotMeToken(delivery.id, new Date(Date.now() + 3_600_000));
    const [reported, changed] = await meet(
      test.db,
      (deps) => reportNotMe(deps, { token, endSessions: true, visitor: newVisit().visitor }),
      { words: 'UPDATE "Session"' },
      () => change({ db: test.other }, customer),
    );
    expect(reported).toMatchObject({ ok: true, value: { sessionsEnded: true } });
    // Its own session has ended meanwhile.
    expect(changed).toMatchObject({ ok: false, reason: 'grant_used' });
    const { passwordHash } = await test.db.user.findUniqueOrThrow({ where: { id: customer.account.id } });
    expect(await verifyPassword(passwordHash, knownPassword)).toMatchObject({ ok: true });
  });
});

describe('a new address from an application, which ends the codes of its account, lets through', () => {
  it('a sign-in by code', async () => {
    const customer = await addSignedIn(test.db);
    const asked = await ask(customer);
    const [changed, signedIn] = await meet(
      test.db,
      (deps) => replaceEmail(deps, customer),
      atTheGrants,
      () => signIn(asked),
    );
    expect(changed).toMatchObject({ ok: true });
    expect(signedIn).toMatchObject({ ok: true });
  });

  it('the grant of a sign-in', async () => {
    const customer = await addSignedIn(test.db);
    const grant = await firstFactor(customer);
    const [changed, signedIn] = await meet(
      test.db,
      (deps) => replaceEmail(deps, customer),
      atTheGrants,
      () => redeemSignInGrant({ db: test.other }, { grant, ...customer.visit }),
    );
    expect(changed).toMatchObject({ ok: true });
    expect(signedIn).toMatchObject({ ok: true });
  });

  it('a request for another code in the place of one', async () => {
    const customer = await addSignedIn(test.db);
    const asked = await ask(customer);
    const identifier = { kind: 'email' as const, address: customer.account.email! };
    const { owner, visitor } = asked;
    const [changed, requested] = await meet(
      test.db,
      (deps) => replaceEmail(deps, customer),
      atTheGrants,
      () =>
        requestCode({ db: test.other }, { purpose: 'login', identifier, replaces: asked.id, owner, visitor }),
    );
    expect(changed).toMatchObject({ ok: true });
    expect(requested).toMatchObject({ ok: true });
  });

  it('where both addresses are new, too; each is told, and no code from before is left', async () => {
    const customer = await addSignedIn(test.db);
    const asked = await ask(customer);
    const { id, email, phone } = customer.account;
    const wanted = { email: newEmail(), phone: '+919000000001' };
    const changed = await updateCustomer(test, {
      ...{ id, change: {}, addresses: wanted, verified: true, visitor: customer.visit.visitor },
    });
    expect(changed).toMatchObject({ ok: true, value: wanted });
    expect(await signIn(asked)).toMatchObject({ reason: 'code_expired' });
    for (const address of [email!, phone!]) {
      const told = await test.db.delivery.findMany({ where: { address, template: 'address_changed' } });
      expect(told.length).toBeGreaterThan(0);
    }
  });
});

it('the way back to an address lets a sign-in by code through', async () => {
  const customer = await addSignedIn(test.db);
  const asked = await ask(customer);
  const undo = await test.db.addressUndo.create({
    data: {
      ...{ userId: customer.account.id, kind: 'email', address: newEmail(), verifiedAt: new Date() },
      ...{ tokenHash: Buffer.from(asked.id), expiresAt: new Date(Date.now() + 3_600_000) },
    },
  });
  const [undone, signedIn] = await meet(
    test.db,
    (deps) => undoAddressChange(deps, { token: signUndoToken(undo.id), visitor: newVisit().visitor }),
    atTheGrants,
    () => signIn(asked),
  );
  expect(undone).toMatchObject({ ok: true });
  expect(signedIn).toMatchObject({ ok: true });
});

describe('a reset by code lets through', () => {
  it('the proof of a new address', async () => {
    const customer = await addSignedIn(test.db);
    const { account, sessionId, visit } = customer;
    const wanted = { account, sessionId, kind: 'email' as const, address: newEmail(), ...visit };
    const requested = await requestAddressProof(test, wanted);
    if (!requested.ok) throw new Error(requested.reason);
    const { id } = requested.value.challenge;
    const code = await readCode(test.db, id, visit.owner);
    const verified = await verify({ id, code, purpose: 'verification', ...visit });
    const grant = verified.ok ? verified.value.grant : '';
    const asked = await ask(customer, 'password_reset');
    const [proved, done] = await meet(
      test.db,
      (deps) => proveAddress(deps, { userId: account.id, sessionId, grant, ...visit }),
      { words: '"emailVerifiedAt" AS "verifiedAt"' },
      () => reset(asked),
    );
    expect(proved).toMatchObject({ ok: true });
    expect(done).toMatchObject({ ok: true });
  });

  it('a second factor', async () => {
    const customer = await addSignedIn(test.db);
    const grant = await firstFactor(customer);
    const asked = await ask(customer, 'password_reset');
    const [passed, done] = await meet(
      test.db,
      (deps) =>
        exchangeForSessionGrant(deps, {
          ...{ grant, userId: customer.account.id, method: 'totp', ...customer.visit },
        }),
      { words: 'UPDATE "User" SET "passwordResetBy"' },
      () => reset(asked),
    );
    expect(passed).toMatchObject({ ok: true });
    expect(done).toMatchObject({ ok: true });
  });

  it('a trusted device', async () => {
    const customer = await addSignedIn(test.db);
    const { account, visit } = customer;
    await addCodeFactor(test.db, account.id, 'sms');
    const trustSecret = 'b'.repeat(43);
    await trustDevice(test.db, account.id, { secret: trustSecret, userAgent: null, clientAddress: null });
    const grant = await firstFactor(customer);
    const asked = await ask(customer, 'password_reset');
    const [passed, done] = await meet(
      test.db,
      (deps) => passOnTrustedDevice(deps, { grant, trustSecret, owner: visit.owner }),
      { words: 'UPDATE "Grant" SET "consumedAt"' },
      () => reset(asked),
    );
    expect(passed).toMatchObject({ ok: true });
    expect(done).toMatchObject({ ok: true });
  });
});

describe('factors', () => {
  it('that are released at last let through who shows one at that instant', async () => {
    const customer = await addSignedIn(test.db);
    const userId = customer.account.id;
    await addCodeFactor(test.db, userId, 'sms');
    await test.db.factorRelease.create({ data: { userId, plannedBy: 'admin:1', dueAt: new Date(0) } });
    const grant = await firstFactor(customer);
    const [released, passed] = await meet(test.db, releaseDueFactors, { words: 'UPDATE "Session"' }, () =>
      exchangeForSessionGrant({ db: test.other }, { grant, userId, method: 'code_sms', ...customer.visit }),
    );
    expect(released).toBe(1);
    expect(passed).toMatchObject({ ok: false, reason: 'grant_used' });
  });

  it('that are turned on and off at once are as if one came after the other', async () => {
    const customer = await addSignedIn(test.db);
    const { account, sessionId, visit } = customer;
    const { visitor } = visit;
    await addCodeFactor(test.db, account.id, 'sms');
    const [sms] = await findFactors(test.db, account.id);
    await trustDevice(test.db, account.id, { secret: 'c'.repeat(43), userAgent: null, clientAddress: null });
    await startTotp(test.db, account.id);
    const secret = (await getPendingTotpSecret(test.db, account.id))!;
    const code = appCode(secret, await currentStep(test.db));
    const [on, off] = await meet(
      test.db,
      (deps) => turnOnAuthenticator(deps, { account, sessionId, code, visitor }),
      { words: '"BackupCode"' },
      () => turnOffFactor({ db: test.other }, { account, sessionId, factorId: sms!.id, visitor }),
    );
    expect(on).toMatchObject({ ok: true });
    expect(off).toMatchObject({ ok: true });
    expect((await findFactors(test.db, account.id)).map(({ kind }) => kind)).toEqual(['totp']);
  });
});

it('two failures of one account in two tabs, with others of strangers, are forgotten by both', async () => {
  const customer = await addSignedIn(test.db);
  const userId = customer.account.id;
  const deviceHash = Buffer.alloc(32, 7);
  await test.db.session.updateMany({ where: { userId }, data: { deviceHash } });
  const visit = { ...customer.visit, visitor: { ...customer.visit.visitor, deviceHash } };
  for (const subject of [`user:${userId}`, deviceSubject(userId, deviceHash)]) {
    await test.db.hold.create({ data: { subject, failures: 3, total: 13 } });
  }
  const asked = await ask(customer, 'login', visit);
  const grant = await firstFactor(customer);
  // Its guess is counted before the other tab forgets the device's failures, and it is used up afterwards.
  let goOn = () => {};
  let verifying: ReturnType<typeof verify> | undefined;
  await new Promise<void>((isCounted) => {
    verifying = verify(
      asked,
      watch(test.other, async (sql) => {
        if (!sql.includes('SET "consumedAt"')) return;
        const free = new Promise<void>((resolve) => {
          goOn = resolve;
        });
        isCounted();
        await free;
      }),
    );
  });
  const [passed, verified] = await meet(
    test.db,
    (deps) => exchangeForSessionGrant(deps, { grant, userId, method: 'totp', ...visit }),
    { words: '"Hold"', nth: 2 },
    () => {
      goOn();
      return verifying!;
    },
  );
  expect(passed).toMatchObject({ ok: true });
  expect(verified).toMatchObject({ ok: true });
  expect(await test.db.hold.findMany({ where: { subject: { contains: userId } } })).toMatchObject([
    { subject: `user:${userId}`, failures: 3, total: 3 },
  ]);
});

it('owners who are held and told of it let an admin change an account', async () => {
  await test.db.hold.deleteMany();
  const admins = [await addSignedIn(test.db), await addSignedIn(test.db)];
  const ids = admins.map(({ account }) => account.id).sort();
  await test.db.user.updateMany({ where: { id: { in: ids } }, data: { role: 'admin' } });
  // The one of the greater id is told first.
  for (const id of ids.toReversed()) {
    await test.db.hold.create({ data: { subject: `user:${id}`, failures: 10, total: 10 } });
  }
  const { account } = await addSignedIn(test.db);
  const [told, changed] = await meet(
    test.db,
    tellHeldOwners,
    { words: 'INSERT INTO "Delivery"', nth: 3 },
    () =>
      changeAccount(
        { db: test.other },
        { address: account.email!, change: { kind: 'disable' }, actor: 'command line' },
      ),
  );
  expect(told).toBe(2);
  expect(changed).toMatchObject({ ok: true });
});
