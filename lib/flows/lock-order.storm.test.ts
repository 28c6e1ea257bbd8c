import { afterAll, beforeAll, expect, it } from 'vitest';
import { findFactors } from '@/lib/accounts/factors';
import { type Account, findAccountById } from '@/lib/accounts/find-account';
import { createSession } from '@/lib/accounts/sessions';
import { getPendingTotpSecret, startTotp } from '@/lib/accounts/totp';
import { trustDevice } from '@/lib/accounts/trusted-devices';
import { wrongFor } from '@/lib/codes/challenge-fixture';
import { issueGrant } from '@/lib/codes/grants';
import { signNotMeToken } from '@/lib/config/not-me-token';
import { signUndoToken } from '@/lib/config/undo-token';
import { createDatabase, type Database } from '@/lib/db/client';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { changeAccount } from './change-account';
import { changePassword } from './change-password';
import { endSessions } from './end-sessions';
import { exchangeForSessionGrant } from './exchange-for-session-grant';
import { passOnTrustedDevice } from './pass-on-trusted-device';
import { proveAddress } from './prove-address';
import { redeemSignInGrant } from './redeem-sign-in-grant';
import { releaseDueFactors } from './release-due-factors';
import { reportNotMe } from './report-not-me';
import { requestAddressProof } from './request-address-proof';
import { requestCode } from './request-code';
import { resetPassword } from './reset-password';
import { resetPasswordByCode } from './reset-password-by-code';
import { signInByCode } from './sign-in-by-code';
import { addSignedIn, knownPassword, newEmail, newPhone } from './signed-in-fixture';
import { tellHeldOwners } from './tell-held-owners';
import { turnOffFactor } from './turn-off-factor';
import { turnOnAuthenticator } from './turn-on-authenticator';
import { undoAddressChange } from './undo-address-change';
import { updateCustomer } from './update-customer';
import { verifyCode } from './verify-code';
import { appCode, currentStep, newVisit, readCode, type Visit } from './visit-fixture';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.close());

const password = knownPassword;
const trustSecret = 'e'.repeat(43);
const soon = () => new Date(Date.now() + 3_600_000);

/** The latest codes of each purpose, for whoever comes first. */
const asked = { login: [] as Asked[], password_reset: [] as Asked[] };
type Asked = Visit & { id: string; code: string };

async function ask(db: Database, { email }: Account, purpose: keyof typeof asked) {
  const visit = newVisit();
  const identifier = { kind: 'email' as const, address: email! };
  const made = await requestCode({ db }, { purpose, identifier, channel: 'email', ...visit });
  if (!made.ok) return;
  const { id } = made.value.challenge;
  asked[purpose].push({ ...visit, id, code: await readCode(db, id, visit.owner) });
}

async function signedIn(db: Database, { id }: Account): Promise<string> {
  const life = { ttlSeconds: 3600, idleSeconds: null, userAgent: null, clientAddress: null };
  const session = await createSession(db, { userId: id, methods: ['password'], ...life });
  return session?.id ?? id;
}

async function earn(db: Database, { id }: Account, purpose: 'login' | 'password_reset' = 'login') {
  const visit = newVisit();
  const context = { methods: ['password'] };
  const grant = await issueGrant(db, { purpose, userId: id, owner: visit.owner, context });
  return { grant, ...visit };
}

async function proveNewEmail(db: Database, account: Account) {
  const visit = newVisit();
  const proof = { account, sessionId: await signedIn(db, account), ...visit };
  const made = await requestAddressProof({ db }, { ...proof, kind: 'email', address: newEmail() });
  if (!made.ok) return;
  const { id } = made.value.challenge;
  const code = await readCode(db, id, visit.owner);
  const verified = await verifyCode({ db }, { id, code, purposes: ['verification'], ...visit });
  if (!verified.ok) return;
  const { grant } = verified.value;
  await proveAddress({ db }, { userId: account.id, sessionId: proof.sessionId, grant, ...visit });
}

async function turnOnApp(db: Database, account: Account) {
  await startTotp(db, account.id);
  const secret = await getPendingTotpSecret(db, account.id);
  if (!secret) return;
  const code = appCode(secret, await currentStep(db));
  const sessionId = await signedIn(db, account);
  await turnOnAuthenticator({ db }, { account, sessionId, code, visitor: newVisit().visitor });
}

const { visitor } = newVisit();
/** What is done to an account, each as a request or a chore does it. */
const flows: readonly ((db: Database, account: Account) => Promise<unknown>)[] = [
  (db, account) => ask(db, account, 'login'),
  (db, account) => ask(db, account, 'password_reset'),
  async (db) => {
    const code = asked.login.pop();
    if (code) await signInByCode({ db }, { ...code, typed: code.code });
  },
  async (db) => {
    const code = asked.login.at(-1);
    if (code) await verifyCode({ db }, { ...code, code: wrongFor(code.code), purposes: ['login'] });
  },
  async (db) => {
    const code = asked.password_reset.pop();
    if (code) await resetPasswordByCode({ db }, { ...code, typed: code.code, password });
  },
  async (db, account) => resetPassword({ db }, { ...(await earn(db, account, 'password_reset')), password }),
  async (db, account) => {
    const sessionId = await signedIn(db, account);
    return changePassword({ db }, { account, sessionId, current: password, password, visitor });
  },
  (db, { id }) => db.$executeRaw`UPDATE "User" SET "emailVerifiedAt" = NULL WHERE "id" = ${id}::uuid`,
  (db, { id }) => db.$executeRaw`UPDATE "User" SET "emailVerifiedAt" = now() WHERE "id" = ${id}::uuid`,
  (db, { id }) => {
    const addresses = { email: newEmail(), phone: newPhone() };
    return updateCustomer({ db }, { id, change: { name: 'Ada' }, addresses, verified: true, visitor });
  },
  proveNewEmail,
  async (db, { id }) => {
    const undo = await db.addressUndo.findFirst({ where: { userId: id, usedAt: null } });
    if (undo) await undoAddressChange({ db }, { token: signUndoToken(undo.id), visitor });
  },
  async (db, { id }) => {
    const where = { userId: id, otpId: { not: null } };
    const told = await db.delivery.findFirst({ where, orderBy: { createdAt: 'desc' } });
    if (told)
      await reportNotMe({ db }, { token: signNotMeToken(told.id, soon()), endSessions: true, visitor });
  },
  async (db, account) => redeemSignInGrant({ db }, await earn(db, account)),
  async (db, account) =>
    exchangeForSessionGrant({ db }, { ...(await earn(db, account)), userId: account.id, method: 'totp' }),
  async (db, account) => {
    await trustDevice(db, account.id, { secret: trustSecret, userAgent: null, clientAddress: null });
    await passOnTrustedDevice({ db }, { ...(await earn(db, account)), trustSecret });
  },
  async (db, { id }) => {
    await db.$executeRaw`
      INSERT INTO "FactorRelease" ("userId", "plannedBy", "dueAt") VALUES (${id}::uuid, 'admin:1', now())
      ON CONFLICT DO NOTHING`;
    await releaseDueFactors({ db });
  },
  turnOnApp,
  async (db, account) => {
    const [factor] = await findFactors(db, account.id);
    const sessionId = await signedIn(db, account);
    if (factor) await turnOffFactor({ db }, { account, sessionId, factorId: factor.id, visitor });
  },
  async (db, account) =>
    endSessions(
      { db },
      { userId: account.id, ownSessionId: await signedIn(db, account), only: null, visitor },
    ),
  async (db, { email }) => {
    for (const kind of ['disable', 'enable'] as const)
      await changeAccount({ db }, { address: email!, change: { kind }, actor: 'command line' });
  },
  async (db, { id }) => {
    await db.hold.updateMany({
      where: { subject: { contains: id } },
      data: { total: 20, toldTotal: 0, failures: 0, heldUntil: null },
    });
    await tellHeldOwners({ db });
  },
  (db) => db.$executeRaw`DELETE FROM "LimitWindow"`,
];

/** Connections beside these, and one's own: they tell of their deadlocks when they end, at the latest. */
async function findOthers(db: Database, but: readonly number[]): Promise<number[]> {
  const rows = await db.$queryRaw<{ pid: number }[]>`
    SELECT "pid" FROM pg_stat_activity
     WHERE "datname" = current_database() AND "pid" <> pg_backend_pid() AND "pid" <> ALL(${[...but]}::int[])`;
  return rows.map(({ pid }) => pid);
}

it('everything that is done to two accounts at once goes on without a deadlock', async () => {
  const customers = [await addSignedIn(test.db), await addSignedIn(test.db)];
  const own = await findOthers(test.db, []);
  const pools = Array.from({ length: 4 }, () => createDatabase(test.url));
  const workers = Array.from({ length: 12 }, async (_, worker) => {
    const db = pools[worker % pools.length]!;
    // Each comes through all of them twice, from a place and with a stride of its own: their number is a prime.
    for (let step = 0; step < 2 * flows.length; step += 1) {
      const { id } = customers[(worker + step) % customers.length]!.account;
      const account = await findAccountById(db, id);
      await flows[(worker * 5 + step * (worker + 1)) % flows.length]!(db, account!);
    }
  });
  const failed = (await Promise.allSettled(workers)).filter(({ status }) => status === 'rejected');
  await Promise.all(pools.map((pool) => pool.$disconnect()));
  await expect.poll(() => findOthers(test.db, own), { timeout: 10_000 }).toEqual([]);
  expect(failed).toEqual([]);
  const [row] = await test.db.$queryRaw<{ deadlocks: number }[]>`
    SELECT "deadlocks"::int FROM pg_stat_database WHERE "datname" = current_database()`;
  expect(row!.deadlocks).toBe(0);
});
