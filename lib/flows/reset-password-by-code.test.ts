import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hashPassword, verifyPassword } from '@/lib/accounts/password';
import { createSession, getLiveSession } from '@/lib/accounts/sessions';
import { endChallengesAndGrants } from '@/lib/codes/cancel-challenge';
import { issueChallenge, wrongFor } from '@/lib/codes/challenge-fixture';
import { issueGrant, spendSignInGrant } from '@/lib/codes/grants';
import { resendCode } from '@/lib/codes/resend-code';
import type { Database } from '@/lib/db/client';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { cancelCode } from './cancel-code';
import { requestCode } from './request-code';
import { resetPassword } from './reset-password';
import { resetPasswordByCode } from './reset-password-by-code';
import { addSignedIn, knownPassword, newEmail } from './signed-in-fixture';
import { verifyCode } from './verify-code';
import { newVisit, readCode } from './visit-fixture';
import { watch } from './watch-fixture';

let test: TestDatabase;
let other: Database;
beforeAll(async () => {
  test = await createTestDatabase();
  other = test.openOther();
});
afterAll(() => test.close());
beforeEach(async () => {
  await test.db.hold.deleteMany();
});

const password = 'quiet harbour lamp 42';

/** A code to reset with, on its way to a new browser. Nobody's, where there is no account of the address. */
async function ask(email: string, channel: 'email' | 'sms' = 'email', phone = '') {
  const visit = newVisit();
  const identifier =
    channel === 'email'
      ? { kind: 'email' as const, address: email }
      : { kind: 'phone' as const, address: phone, planned: true };
  const asked = await requestCode(test, { purpose: 'password_reset', identifier, channel, ...visit });
  if (!asked.ok) throw new Error(asked.reason);
  const { id } = asked.value.challenge;
  return { ...visit, id, code: await readCode(test.db, id, visit.owner) };
}
type Asked = Awaited<ReturnType<typeof ask>>;

async function askForCustomer() {
  const customer = await addSignedIn(test.db);
  const { account } = customer;
  return { ...(await ask(account.email!)), customer, account, userId: account.id };
}

const atOnce = ({ id, code, owner, visitor }: Asked, { db = test.db, typed = code, given = password } = {}) =>
  resetPasswordByCode({ db }, { id, typed, password: given, owner, visitor });

async function inTwoSteps({ id, code, owner, visitor }: Asked, { db = test.db } = {}) {
  const verified = await verifyCode({ db }, { id, code, purposes: ['password_reset'], owner, visitor });
  if (!verified.ok) return verified;
  return resetPassword({ db }, { grant: verified.value.grant, password, owner, visitor });
}

const opens = async (userId: string, typed: string) => {
  const { passwordHash } = await test.db.user.findUniqueOrThrow({ where: { id: userId } });
  return (await verifyPassword(passwordHash, typed)).ok;
};
const attemptsOf = async ({ id }: Asked) => {
  const { attempts, consumedAt } = await test.db.otp.findUniqueOrThrow({ where: { id } });
  return { attempts, used: consumedAt !== null };
};
const untouched = { attempts: 0, used: false };

/** Everything that is left of a reset, but for what is by chance. */
async function traceOf({ id }: Asked, userId: string, token: string) {
  const user = await test.db.user.findUniqueOrThrow({ where: { id: userId } });
  const otps = await test.db.otp.findMany({ where: { userId }, orderBy: { createdAt: 'asc' } });
  const grants = await test.db.grant.findMany({ where: { userId } });
  const sessions = await test.db.session.findMany({ where: { userId } });
  const events = await test.db.auditEvent.findMany({
    where: { userId, type: { not: 'code_requested' } },
    orderBy: { id: 'asc' },
  });
  const told = await test.db.delivery.findMany({
    where: { userId, template: 'password_changed' },
    orderBy: { channel: 'asc' },
  });
  const hold = await test.db.hold.findFirst({ where: { subject: { startsWith: userId } } });
  return {
    opens: [await opens(userId, password), await opens(userId, knownPassword)],
    by: user.passwordResetBy,
    proved: [user.emailVerifiedAt !== null, user.phoneVerifiedAt !== null],
    otps: otps.map(({ attempts, consumedAt, canceledAt }) => [attempts, !!consumedAt, !!canceledAt]),
    open: grants.filter(({ consumedAt }) => consumedAt === null).length,
    sessions: sessions.map(({ endedReason }) => endedReason),
    live: await getLiveSession(test.db, token),
    events: events.map(({ type, actor, otpId, data }) => ({ type, actor, data, ofOtp: otpId === id })),
    told: told.map(({ channel, priority, locale }) => ({ channel, priority, locale })),
    failures: hold && hold.failures + hold.total,
  };
}

describe('a right code', () => {
  it.each(['email', 'sms', 'an unproved email'] as const)(
    'by %s sets the password, and leaves what the code and its grant would, one after the other',
    async (how) => {
      const traces = [];
      for (const reset of [inTwoSteps, atOnce]) {
        const { account, token } = await addSignedIn(test.db);
        const userId = account.id;
        if (how === 'an unproved email') {
          await test.db.user.update({ where: { id: userId }, data: { emailVerifiedAt: null } });
        }
        await issueChallenge(test.db, { userId });
        const { owner } = newVisit();
        await issueGrant(test.db, { purpose: 'login', userId, owner, context: {} });
        const asked = await ask(account.email!, how === 'sms' ? 'sms' : 'email', account.phone!);
        // A failure before it is forgotten either way.
        await atOnce(asked, { typed: wrongFor(asked.code) });
        expect(await reset(asked)).toEqual({ ok: true, value: { userId } });
        traces.push(await traceOf(asked, userId, token));
      }
      expect(traces[1]).toEqual(traces[0]);
      expect(traces[1]).toMatchObject({
        ...{ opens: [true, false], by: how === 'sms' ? 'phone' : 'email', proved: [true, true] },
        ...{ open: 0, sessions: ['reset'], live: null, failures: null },
      });
      expect(traces[1]!.otps).toEqual([
        [0, false, true],
        [2, true, false],
      ]);
      expect(traces[1]!.events.map(({ type }) => type)).toEqual(['code_verified', 'password_reset']);
      expect(traces[1]!.told.map(({ channel }) => channel)).toEqual(['email', 'sms']);
    },
  );

  it('is used up by the statement that sets the password, after the guess was counted; no grant is written', async () => {
    const asked = await askForCustomer();
    const statements: string[] = [];
    const db = watch(test.db, async (sql) => {
      statements.push(sql);
    });
    expect(await atOnce(asked, { db })).toMatchObject({ ok: true });
    expect(statements[0]).toContain('SET "attempts" = "attempts" + 1');
    expect(statements[1]).toContain('FROM "User" WHERE "id"');
    expect(statements).toHaveLength(4);
    expect(statements[2]).toMatch(/SET "consumedAt" = now\(\)[\s\S]*SET "passwordHash"/);
    expect(statements[3]).toContain('UPDATE "Session"');
    expect(await test.db.grant.count({ where: { otpId: asked.id } })).toBe(0);
    expect(await atOnce(asked)).toMatchObject({ reason: 'code_used' });
  });

  it('sets one password where twenty send it at once, with and without a grant between', async () => {
    const asked = await askForCustomer();
    await test.db.otp.update({ where: { id: asked.id }, data: { maxAttempts: 100 } });
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        (index % 3 === 0 ? inTwoSteps : atOnce)(asked, { db: index % 2 ? test.db : other }),
      ),
    );
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    const { userId } = asked;
    expect(await test.db.auditEvent.count({ where: { userId, type: 'password_reset' } })).toBe(1);
    expect(await test.db.delivery.count({ where: { userId, template: 'password_changed' } })).toBe(2);
  });

  it('ends the session of a sign-in that was half-way there', async () => {
    const asked = await askForCustomer();
    const visit = newVisit();
    const { userId } = asked;
    const grant = await issueGrant(test.db, {
      ...{ purpose: 'login', userId, owner: visit.owner, context: {} },
    });
    let resetting: ReturnType<typeof atOnce> | undefined;
    const session = await other.$transaction(async (tx) => {
      const life = { ttlSeconds: 3600, idleSeconds: null, userAgent: null, clientAddress: null };
      const earnedBy = spendSignInGrant(grant, visit.owner);
      const made = await createSession(tx as Database, { userId, methods: ['email'], ...life, earnedBy });
      resetting = atOnce(asked);
      await untilSomebodyWaits(tx);
      return made!;
    });
    expect(await resetting).toMatchObject({ ok: true });
    expect(await getLiveSession(test.db, session.token)).toBeNull();
  });
});

/** Until another connection waits for what this transaction has locked. */
async function untilSomebodyWaits(tx: Pick<Database, '$queryRaw'>) {
  for (;;) {
    const [row] = await tx.$queryRaw<{ waits: boolean }[]>`
      SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted AND "locktype" = 'transactionid'
                        AND pg_backend_pid() = ANY (pg_blocking_pids("pid"))) AS "waits"`;
    if (row!.waits) return;
  }
}

describe('beside a change of the same password', () => {
  it.each([
    ['a code', atOnce, 'code_expired'],
    ['a grant', inTwoSteps, 'grant_used'],
  ] as const)(
    'a reset by %s waits for the account, and neither stops the other',
    async (_, reset, reason) => {
      const asked = await askForCustomer();
      let resetting: ReturnType<typeof atOnce> | ReturnType<typeof inTwoSteps> | undefined;
      // As changePassword does it: the account, then what hangs on it.
      await other.$transaction(async (tx) => {
        await tx.$executeRaw`UPDATE "User" SET "passwordChangedAt" = now() WHERE "id" = ${asked.userId}::uuid`;
        resetting = reset(asked);
        await untilSomebodyWaits(tx);
        await endChallengesAndGrants(tx as Database, asked.userId);
      });
      expect(await resetting).toMatchObject({ ok: false, reason });
      expect(await opens(asked.userId, knownPassword)).toBe(true);
    },
  );
});

describe('a password that is refused', () => {
  it('comes before the code, which is not looked at, for an account and for nobody alike', async () => {
    const known = await askForCustomer();
    const answers = [];
    for (const asked of [known, await ask(newEmail())]) {
      for (const given of ['short', 'password1', '   '.repeat(5), 'x'.repeat(1024)]) {
        answers.push(await atOnce(asked, { given }));
        answers.push(await atOnce(asked, { given, typed: wrongFor(asked.code) }));
      }
      expect(await attemptsOf(asked)).toEqual(untouched);
    }
    expect(answers.slice(8)).toEqual(answers.slice(0, 8));
    expect(new Set(answers.map((answer) => !answer.ok && answer.reason))).toEqual(new Set(['password_weak']));
    expect(await atOnce(known)).toMatchObject({ ok: true });
  });

  it('for the own words of the customer only tells whoever has the right code, with a grant that is good', async () => {
    const customer = await addSignedIn(test.db);
    const { id: userId, email } = customer.account;
    await test.db.user.update({ where: { id: userId }, data: { name: 'Wilhelmina Featherstone' } });
    const given = 'wilhelmina featherstone';
    const [asked, nobodys] = [await ask(email!), await ask(newEmail())];
    const wrong = await Promise.all(
      [asked, nobodys].map((one) => atOnce(one, { given, typed: wrongFor(one.code) })),
    );
    expect(wrong[0]).toEqual(wrong[1]);
    expect(wrong[0]).toMatchObject({ reason: 'code_incorrect', attemptsLeft: 4 });
    const refused = await atOnce(asked, { given });
    expect(refused).toMatchObject({ reason: 'password_weak', problem: 'own_words' });
    const { owner, visitor } = asked;
    const grant = refused.ok ? '' : refused.grant!;
    expect(await atOnce(asked)).toMatchObject({ reason: 'code_used' });
    expect(await opens(userId, knownPassword)).toBe(true);
    expect(await resetPassword(test, { grant, password, owner, visitor })).toMatchObject({ ok: true });
    expect(await opens(userId, password)).toBe(true);
  });
});

describe('a wrong code', () => {
  it('is counted as everywhere: five to a code, ten to the account, the right one afterwards is refused', async () => {
    const first = await askForCustomer();
    const second = await ask(first.account.email!);
    const wrong = (asked: Asked) => atOnce(asked, { typed: wrongFor(asked.code) });
    for (const attemptsLeft of [4, 3, 2, 1]) {
      expect(await wrong(second)).toMatchObject({ reason: 'code_incorrect', attemptsLeft });
    }
    expect(await wrong(second)).toMatchObject({ reason: 'too_many_attempts', attemptsLeft: 0 });
    expect(await atOnce(second)).toMatchObject({ reason: 'too_many_attempts' });
    const third = await ask(first.account.email!);
    for (let count = 0; count < 5; count += 1) await wrong(third);
    const fourth = await ask(first.account.email!);
    expect(await atOnce(fourth)).toMatchObject({ reason: 'account_held' });
    expect(await attemptsOf(fourth)).toEqual(untouched);
    expect(await opens(first.userId, knownPassword)).toBe(true);
  });

  it('is compared five times where twelve come at once', async () => {
    const asked = await askForCustomer();
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        atOnce(asked, { typed: wrongFor(asked.code), db: index % 2 ? test.db : other }),
      ),
    );
    expect(answers.filter((answer) => !answer.ok && answer.reason === 'code_incorrect')).toHaveLength(4);
    expect(await atOnce(asked)).toMatchObject({ reason: 'too_many_attempts' });
    expect(await opens(asked.userId, knownPassword)).toBe(true);
  });

  it('of nobody takes the very statements of a wrong one of a customer', async () => {
    const statements: [string[], string[]] = [[], []];
    const known = await askForCustomer();
    const nobodys = await ask(newEmail());
    const answers = await Promise.all(
      [nobodys, known].map((one, index) => {
        const db = watch(test.db, async (sql) => {
          statements[index]!.push(sql);
        });
        // Of a decoy even the right one is wrong.
        return atOnce(one, { db, typed: one === nobodys ? one.code : wrongFor(one.code) });
      }),
    );
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]).toMatchObject({ reason: 'code_incorrect', attemptsLeft: 4 });
    expect(statements[0]).toEqual(statements[1]);
  });

  it('of another browser or another purpose is not there, and costs no guess', async () => {
    const asked = await askForCustomer();
    expect(await atOnce({ ...asked, owner: newVisit().owner })).toMatchObject({ reason: 'not_found' });
    await test.db.otp.update({ where: { id: asked.id }, data: { purpose: 'login' } });
    expect(await atOnce(asked)).toMatchObject({ reason: 'not_found' });
    expect(await attemptsOf(asked)).toEqual(untouched);
  });

  it('takes of the allowances for codes and for passwords, and over one of them nothing is counted', async () => {
    const asked = await askForCustomer();
    const typed = wrongFor(asked.code);
    await test.db.otp.update({ where: { id: asked.id }, data: { maxAttempts: 1000 } });
    let last = await atOnce(asked, { typed });
    for (let count = 0; count < 200 && !last.ok && last.reason !== 'limited'; count += 1) {
      await test.db.hold.deleteMany();
      last = await atOnce(asked, { typed });
    }
    expect(last).toMatchObject({ reason: 'limited', retryAfterSeconds: expect.any(Number) });
    const before = await attemptsOf(asked);
    expect(await atOnce(asked)).toMatchObject({ reason: 'limited' });
    expect(await attemptsOf(asked)).toEqual(before);
  });
});

describe('where something comes between the code and its use', () => {
  it.each(['the account', 'the code'])('%s that ends meanwhile keeps the old password', async (what) => {
    const asked = await askForCustomer();
    const { id, userId } = asked;
    const db = watch(test.db, async (sql) => {
      if (!sql.includes('SET "passwordHash"')) return;
      if (what === 'the account') {
        await test.db.user.update({ where: { id: userId }, data: { status: 'disabled' } });
      } else {
        await test.db.otp.update({ where: { id }, data: { canceledAt: new Date() } });
      }
    });
    expect(await atOnce(asked, { db })).toMatchObject({
      reason: what === 'the account' ? 'grant_used' : 'code_expired',
    });
    expect(await opens(userId, knownPassword)).toBe(true);
    expect(await getLiveSession(test.db, asked.customer.token)).toEqual(
      what === 'the account' ? null : expect.anything(),
    );
  });

  /** A right code, and what happens while its password is hashed: before the statement that uses it up. */
  async function whileItIsHashed(
    happens: (asked: Reset) => Promise<unknown>,
    over: { maxAttempts?: number } = {},
  ) {
    const asked = await askForCustomer();
    await test.db.otp.update({ where: { id: asked.id }, data: over });
    let happened: unknown;
    const db = watch(test.db, async (sql) => {
      if (sql.includes('SET "passwordHash"')) happened = await happens(asked);
    });
    return { asked, answer: await atOnce(asked, { db }), happened };
  }
  type Reset = Awaited<ReturnType<typeof askForCustomer>>;
  const guessWrongly = (asked: Asked) => atOnce(asked, { typed: wrongFor(asked.code), db: other });
  const expire = ({ id }: Asked) =>
    test.db.otp.update({ where: { id }, data: { expiresAt: new Date(Date.now() - 1000) } });
  const sendAgain = ({ id, owner }: Asked) => resendCode(other, id, owner, {}, { ignoresCooldown: true });

  it('a code that was sent again is a wrong one, as it would be a moment later; the new one is good', async () => {
    const { asked, answer, happened } = await whileItIsHashed(sendAgain);
    expect(happened).toMatchObject({ ok: true });
    expect(answer).toEqual({ ok: false, reason: 'code_incorrect', attemptsLeft: 4 });
    expect(await opens(asked.userId, knownPassword)).toBe(true);
    expect(await test.db.auditEvent.findMany({ where: { otpId: asked.id, type: 'account_held' } })).toEqual(
      [],
    );
    const code = await readCode(test.db, asked.id, asked.owner);
    expect(await atOnce({ ...asked, code })).toMatchObject({ ok: true });
    expect(await opens(asked.userId, password)).toBe(true);
  });

  it('a code that was sent again and guessed away has no guess left', async () => {
    const { answer } = await whileItIsHashed(
      async (asked) => {
        await sendAgain(asked);
        await guessWrongly({ ...asked, code: await readCode(test.db, asked.id, asked.owner) });
      },
      { maxAttempts: 2 },
    );
    expect(answer).toEqual({ ok: false, reason: 'too_many_attempts', attemptsLeft: 0 });
  });

  it.each([5, 1])('a code that expires, of %s guesses, has expired', async (maxAttempts) => {
    const { asked, answer } = await whileItIsHashed(expire, { maxAttempts });
    expect(answer).toEqual({ ok: false, reason: 'code_expired', attemptsLeft: 0 });
    expect(await opens(asked.userId, knownPassword)).toBe(true);
  });

  it('a code that is cancelled has ended', async () => {
    const { asked, answer, happened } = await whileItIsHashed((asked) => cancelCode({ db: other }, asked));
    expect(happened).toMatchObject({ ok: true });
    expect(answer).toMatchObject({ reason: 'code_expired', attemptsLeft: 0 });
    expect(await opens(asked.userId, knownPassword)).toBe(true);
  });

  it('a second request with the same code sets the password, and the first one is told that it was used', async () => {
    const { asked, answer, happened } = await whileItIsHashed((asked) =>
      atOnce(asked, { db: other, given: 'another harbour lamp 43' }),
    );
    expect(happened).toMatchObject({ ok: true });
    expect(answer).toMatchObject({ reason: 'code_used' });
    expect(await opens(asked.userId, 'another harbour lamp 43')).toBe(true);
    const { userId } = asked;
    expect(await test.db.auditEvent.count({ where: { userId, type: 'password_reset' } })).toBe(1);
  });

  it.each([
    ['leaves four others', 5, 'code_incorrect'],
    ['is the last one', 2, 'too_many_attempts'],
    ['comes after the last one', 1, 'too_many_attempts'],
  ] as const)('a wrong guess that %s takes nothing from the right one', async (_, maxAttempts, reason) => {
    const { asked, answer, happened } = await whileItIsHashed(guessWrongly, { maxAttempts });
    expect(happened).toMatchObject({ ok: false, reason });
    expect(answer).toEqual({ ok: true, value: { userId: asked.userId } });
    expect(await opens(asked.userId, password)).toBe(true);
  });

  it('a hold that others earn takes nothing from the right one, which ends it', async () => {
    const { asked, answer, happened } = await whileItIsHashed(async (asked) => {
      await test.db.hold.updateMany({
        where: { subject: `user:${asked.userId}` },
        data: { failures: 10, total: 10, heldUntil: new Date(Date.now() + 900_000) },
      });
      return guessWrongly(asked);
    });
    expect(happened).toMatchObject({ reason: 'account_held' });
    expect(answer).toMatchObject({ ok: true });
    expect(await test.db.hold.count({ where: { subject: `user:${asked.userId}` } })).toBe(0);
  });

  it('another way to a new password ends the code', async () => {
    const { asked, answer, happened } = await whileItIsHashed(async (asked) =>
      atOnce(await ask(asked.account.email!), { db: other, given: 'another harbour lamp 43' }),
    );
    expect(happened).toMatchObject({ ok: true });
    expect(answer).toMatchObject({ reason: 'code_expired' });
    expect(await opens(asked.userId, 'another harbour lamp 43')).toBe(true);
  });

  it('an account that is deleted takes its code with it', async () => {
    const { answer } = await whileItIsHashed(({ userId }) => test.db.user.delete({ where: { id: userId } }));
    expect(answer).toMatchObject({ reason: 'not_found' });
  });

  it('an account that is switched off keeps its password, by a grant, too', async () => {
    const asked = await askForCustomer();
    const { userId } = asked;
    const db = watch(test.db, async (sql) => {
      if (!sql.includes('SET "passwordHash"')) return;
      await test.db.user.update({ where: { id: userId }, data: { status: 'disabled' } });
    });
    expect(await inTwoSteps(asked, { db })).toMatchObject({ reason: 'grant_used' });
    expect(await opens(userId, knownPassword)).toBe(true);
  });

  it('more passwords than can be hashed leave a grant to go on with', async () => {
    const asked = await askForCustomer();
    const hashes: Promise<unknown>[] = [];
    let isCrowded = true;
    // Whose place is free takes one again: the queue stays full however long the statements take.
    const hash = (): Promise<unknown> => hashPassword(password).then(() => isCrowded && hash());
    const db = watch(test.db, async (sql) => {
      if (!sql.includes('"attempts" + 1')) return;
      for (let count = 0; count < 200; count += 1) hashes.push(hash().catch(() => null));
    });
    const refused = await atOnce(asked, { db });
    expect(refused).toMatchObject({ ok: false, reason: 'busy', retryAfterSeconds: 2 });
    isCrowded = false;
    await Promise.all(hashes);
    const { owner, visitor } = asked;
    const grant = refused.ok ? '' : refused.grant!;
    expect(await resetPassword(test, { grant, password, owner, visitor })).toMatchObject({ ok: true });
  });
});
