import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeBackupCodes } from '@/lib/accounts/backup-codes';
import { addCodeFactor } from '@/lib/accounts/factors';
import { hashPassword } from '@/lib/accounts/password';
import { confirmTotp, getPendingTotpSecret, startTotp } from '@/lib/accounts/totp';
import type { Database } from '@/lib/db/client';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import type { Channel } from '@/lib/delivery/channel';
import { getSecondFactorStep } from './get-second-factor-step';
import { passSecondFactor } from './pass-second-factor';
import { passSecondFactorByCode } from './pass-second-factor-by-code';
import { redeemSignInGrant } from './redeem-sign-in-grant';
import { requestCode } from './request-code';
import { requestSecondFactorCode } from './request-second-factor-code';
import { resetPassword } from './reset-password';
import { signInByPassword } from './sign-in';
import { verifyCode } from './verify-code';
import { appCode, currentStep, newVisit, readCode, type Visit } from './visit-fixture';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.close());

const password = 'correct horse lemon';
let passwordHash: string;
beforeAll(async () => {
  passwordHash = await hashPassword(password);
});

async function addCustomer() {
  const tail = randomBytes(4).readUInt32BE() % 100_000_000;
  const now = new Date();
  return test.db.user.create({
    data: {
      name: 'Ada',
      email: `f${randomBytes(6).toString('hex')}@example.com`,
      phone: `+9198${String(tail).padStart(8, '0')}`,
      emailVerifiedAt: now,
      phoneVerifiedAt: now,
      passwordHash,
    },
  });
}
type Customer = Awaited<ReturnType<typeof addCustomer>>;

async function addTotp(db: Database, userId: string): Promise<Buffer> {
  await startTotp(db, userId);
  const secret = (await getPendingTotpSecret(db, userId))!;
  await confirmTotp(db, userId, appCode(secret, await currentStep(db)));
  await db.factor.updateMany({ where: { userId }, data: { lastStep: null } });
  return secret;
}

async function byCode(customer: Customer, channel: 'email' | 'sms', visit: Visit): Promise<string> {
  const identifier =
    channel === 'email'
      ? { kind: 'email' as const, address: customer.email! }
      : { kind: 'phone' as const, address: customer.phone!, planned: true };
  const requested = await requestCode(test, { purpose: 'login', identifier, channel, ...visit });
  if (!requested.ok) throw new Error(requested.reason);
  const { id } = requested.value.challenge;
  const code = await readCode(test.db, id, visit.owner);
  const verified = await verifyCode(test, { id, code, purposes: ['login'], ...visit });
  if (!verified.ok) throw new Error(verified.reason);
  return verified.value.grant;
}

async function byPassword(customer: Customer, visit: Visit, typed = password): Promise<string> {
  const identifier = { kind: 'email' as const, address: customer.email! };
  const signedIn = await signInByPassword(test, { identifier, password: typed, ...visit });
  if (!signedIn.ok) throw new Error(signedIn.reason);
  return signedIn.value.grant;
}

const firstFactors = {
  password: byPassword,
  'code by email': (customer: Customer, visit: Visit) => byCode(customer, 'email', visit),
  'code by SMS': (customer: Customer, visit: Visit) => byCode(customer, 'sms', visit),
};
const factorKinds = {
  totp: (userId: string) => addTotp(test.db, userId),
  sms: (userId: string) => addCodeFactor(test.db, userId, 'sms'),
  whatsapp: (userId: string) => addCodeFactor(test.db, userId, 'whatsapp'),
  email: (userId: string) => addCodeFactor(test.db, userId, 'email'),
  passkey: (userId: string) =>
    test.db.factor.create({ data: { userId, kind: 'passkey', confirmedAt: new Date() } }),
};

async function answerByCode(grant: string, channel: Channel, visit: Visit) {
  const sent = await requestSecondFactorCode(test, { grant, channel, ...visit });
  if (!sent.ok) return sent;
  const { id } = sent.value.challenge;
  const code = await readCode(test.db, id, visit.owner);
  const verified = await verifyCode(test, { id, code, purposes: ['second_factor'], ...visit });
  if (!verified.ok) return verified;
  return passSecondFactorByCode(test, { grant, codeGrant: verified.value.grant, ...visit });
}

describe.each(Object.entries(firstFactors))('a first factor (%s)', (_, signIn) => {
  it('gives a session to an account without a second one', async () => {
    const visit = newVisit();
    const grant = await signIn(await addCustomer(), visit);
    expect(await redeemSignInGrant(test, { grant, ...visit })).toMatchObject({ ok: true });
  });

  it.each(Object.entries(factorKinds))('gives no session where %s is on', async (_kind, turnOn) => {
    const customer = await addCustomer();
    await turnOn(customer.id);
    const visit = newVisit();
    const grant = await signIn(customer, visit);
    expect(await redeemSignInGrant(test, { grant, ...visit })).toMatchObject({
      reason: 'second_factor_needed',
    });
    expect(await test.db.session.count({ where: { userId: customer.id } })).toBe(0);
  });

  it('and a code of the app give one session, once', async () => {
    const customer = await addCustomer();
    const secret = await addTotp(test.db, customer.id);
    const visit = newVisit();
    const grant = await signIn(customer, visit);
    const typed = appCode(secret, await currentStep(test.db));
    const passed = await passSecondFactor(test, { grant, way: 'totp', typed, ...visit });
    expect(passed).toMatchObject({ ok: true });
    const session = { grant: passed.ok ? passed.value.grant : '', ...visit };
    expect(await redeemSignInGrant(test, session)).toMatchObject({ ok: true });
    expect(await redeemSignInGrant(test, session)).toMatchObject({ reason: 'grant_used' });
    const row = await test.db.session.findFirstOrThrow({ where: { userId: customer.id } });
    expect(row.methods).toHaveLength(2);
    expect(row.idleSeconds).toBe(3600);
  });
});

describe('a second factor', () => {
  it('is never the address that the first one came to', async () => {
    const cases = [
      { first: 'email', factor: 'email' },
      { first: 'sms', factor: 'sms' },
      { first: 'sms', factor: 'whatsapp' },
    ] as const;
    for (const { first, factor } of cases) {
      const customer = await addCustomer();
      await addCodeFactor(test.db, customer.id, factor);
      const visit = newVisit();
      const grant = await byCode(customer, first, visit);
      expect(await answerByCode(grant, factor, visit)).toMatchObject({ reason: 'channel_not_offered' });
      // The password is the second of two then.
      const step = await getSecondFactorStep(test, { grant, ...visit });
      expect(step?.ways.map(({ way }) => way)).toEqual(['password']);
      const passed = await passSecondFactor(test, { grant, way: 'password', typed: password, ...visit });
      expect(passed).toMatchObject({ ok: true });
    }
  });

  it('by another address than the first one is accepted', async () => {
    const customer = await addCustomer();
    await addCodeFactor(test.db, customer.id, 'sms');
    const visit = newVisit();
    const grant = await byCode(customer, 'email', visit);
    const passed = await answerByCode(grant, 'sms', visit);
    expect(passed).toMatchObject({ ok: true });
  });

  it('stays on after a reset by e-mail, and the mailbox alone opens nothing', async () => {
    const customer = await addCustomer();
    await addCodeFactor(test.db, customer.id, 'email');
    const visit = newVisit();
    const identifier = { kind: 'email' as const, address: customer.email! };
    const requested = await requestCode(test, { purpose: 'password_reset', identifier, ...visit });
    const { id } = (requested as { value: { challenge: { id: string } } }).value.challenge;
    const code = await readCode(test.db, id, visit.owner);
    const verified = await verifyCode(test, { id, code, purposes: ['password_reset'], ...visit });
    const reset = verified.ok ? verified.value.grant : '';
    expect(await redeemSignInGrant(test, { grant: reset, ...visit })).toMatchObject({ ok: false });
    const typed = 'another horse of lemon';
    expect(await resetPassword(test, { grant: reset, password: typed, ...visit })).toMatchObject({
      ok: true,
    });
    const grant = await byPassword(customer, visit, typed);
    expect(await redeemSignInGrant(test, { grant, ...visit })).toMatchObject({
      reason: 'second_factor_needed',
    });
    expect((await getSecondFactorStep(test, { grant, ...visit }))?.ways).toEqual([]);
    expect(await answerByCode(grant, 'email', visit)).toMatchObject({ ok: false });
  });

  it('of another account does not fit', async () => {
    const [mine, theirs] = [await addCustomer(), await addCustomer()];
    await addTotp(test.db, theirs.id);
    await addCodeFactor(test.db, mine.id, 'sms');
    const secret = await addTotp(test.db, mine.id);
    const visit = newVisit();
    const grant = await byPassword(theirs, visit);
    const typed = appCode(secret, await currentStep(test.db));
    expect(await passSecondFactor(test, { grant, way: 'totp', typed, ...visit })).toMatchObject({
      reason: 'code_incorrect',
    });
    const own = await byPassword(mine, visit);
    const sent = await requestSecondFactorCode(test, { grant: own, channel: 'sms', ...visit });
    const { id } = (sent as { value: { challenge: { id: string } } }).value.challenge;
    const code = await readCode(test.db, id, visit.owner);
    const verified = await verifyCode(test, { id, code, purposes: ['second_factor'], ...visit });
    const codeGrant = verified.ok ? verified.value.grant : '';
    expect(await passSecondFactorByCode(test, { grant, codeGrant, ...visit })).toMatchObject({
      reason: 'grant_used',
    });
  });

  it('needs the first one, from the same browser', async () => {
    const customer = await addCustomer();
    const secret = await addTotp(test.db, customer.id);
    const visit = newVisit();
    const grant = await byPassword(customer, visit);
    const typed = appCode(secret, await currentStep(test.db));
    const elsewhere = { grant, way: 'totp' as const, typed, ...newVisit() };
    expect(await passSecondFactor(test, elsewhere)).toMatchObject({ reason: 'grant_used' });
    expect(await passSecondFactor(test, { ...elsewhere, ...visit, grant: 'x' })).toMatchObject({
      reason: 'grant_used',
    });
    expect(await passSecondFactor(test, { ...elsewhere, ...visit })).toMatchObject({ ok: true });
  });

  it('lets one of twenty sign-ins with the same code of the app through', async () => {
    const customer = await addCustomer();
    const secret = await addTotp(test.db, customer.id);
    const visits = Array.from({ length: 20 }, newVisit);
    const grants = await signInFromEach(customer, visits);
    const typed = appCode(secret, await currentStep(test.db));
    const answers = await Promise.all(
      visits.map((visit, index) =>
        passSecondFactor(test, { grant: grants[index]!, way: 'totp', typed, ...visit }),
      ),
    );
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  });

  it('by a backup code works once in twenty at the same time, tells the owner, and counts down', async () => {
    const customer = await addCustomer();
    await addTotp(test.db, customer.id);
    const [first] = await makeBackupCodes(test.db, customer.id);
    const typed = first!.replaceAll('-', '');
    const visits = Array.from({ length: 20 }, newVisit);
    const grants = await signInFromEach(customer, visits);
    const answers = await Promise.all(
      visits.map((visit, index) =>
        passSecondFactor(test, { grant: grants[index]!, way: 'backup', typed, ...visit }),
      ),
    );
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    const notices = await test.db.delivery.findMany({
      where: { userId: customer.id, template: 'backup_code_used' },
      orderBy: { channel: 'asc' },
    });
    expect(notices).toMatchObject([
      { channel: 'email', params: { left: 9 } },
      { channel: 'sms', params: { left: 9 } },
    ]);
  });

  it('is held after ten wrong guesses, over all sign-ins and ways, and right first factors clear nothing', async () => {
    const customer = await addCustomer();
    const secret = await addTotp(test.db, customer.id);
    await makeBackupCodes(test.db, customer.id);
    const visit = newVisit();
    const step = await currentStep(test.db);
    const wrong = ['000000', '111111', '222222'].find((code) => code !== appCode(secret, step))!;
    const early = newVisit();
    const grant = await byPassword(customer, early);
    for (let index = 0; index < 10; index += 1) {
      const first =
        index % 2 ? await byPassword(customer, newVisitLike(visit)) : await byCode(customer, 'email', visit);
      const way = index % 3 ? ('totp' as const) : ('backup' as const);
      const guess = await passSecondFactor(test, {
        grant: first,
        way,
        typed: way === 'totp' ? wrong : 'aaaaaaaaaaaaaaaa',
        ...visit,
      });
      expect(guess).toMatchObject({ reason: 'code_incorrect', attemptsLeft: 9 - index });
      await test.db.limitWindow.deleteMany();
    }
    const typed = appCode(secret, await currentStep(test.db));
    const right = { grant, way: 'totp' as const, typed, ...early };
    expect(await passSecondFactor(test, right)).toMatchObject({ reason: 'account_held' });
    await test.db.$executeRaw`UPDATE "Hold" SET "heldUntil" = now() - interval '1 second'`;
    expect(await passSecondFactor(test, right)).toMatchObject({ ok: true });
    expect(await test.db.hold.findUnique({ where: { subject: `user:${customer.id}` } })).toBeNull();
  });
});

/** One after the other: ten guesses at a password under way at once would be held. */
async function signInFromEach(customer: Customer, visits: Visit[]): Promise<string[]> {
  const grants: string[] = [];
  for (const visit of visits) grants.push(await byPassword(customer, visit));
  return grants;
}

/** The same browser from another address. */
function newVisitLike({ owner }: Visit): Visit {
  return { ...newVisit(), owner };
}
