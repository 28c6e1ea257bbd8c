import { describe, expect, it } from 'vitest';
import { createSession, getLiveSession } from '@/lib/accounts/sessions';
import { endChallengesAndGrants } from '@/lib/codes/cancel-challenge';
import { issueChallenge, wrongFor } from '@/lib/codes/challenge-fixture';
import { issueGrant, spendSignInGrant } from '@/lib/codes/grants';
import type { Database } from '@/lib/db/client';
import { beginUntilItWaits } from '@/lib/db/waiting-fixture';
import { type AskedReset, newPassword, prepareResets } from './reset-by-code-fixture';
import { addSignedIn, knownPassword } from './signed-in-fixture';
import { newVisit } from './visit-fixture';
import { watch } from './watch-fixture';

const test = prepareResets();
const { ask, askForCustomer, atOnce, inTwoSteps, opens } = test;

/** Everything that is left of a reset, but for what is by chance. */
async function traceOf({ id }: AskedReset, userId: string, token: string) {
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
    opens: [await opens(userId, newPassword), await opens(userId, knownPassword)],
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
        (index % 3 === 0 ? inTwoSteps : atOnce)(asked, { db: index % 2 ? test.db : test.other }),
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
    const { session, resetting } = await test.other.$transaction(async (tx) => {
      const life = { ttlSeconds: 3600, idleSeconds: null, userAgent: null, clientAddress: null };
      const earnedBy = spendSignInGrant(grant, visit.owner);
      const made = await createSession(tx as Database, { userId, methods: ['email'], ...life, earnedBy });
      return { session: made!, resetting: await beginUntilItWaits(test.db, () => atOnce(asked)) };
    });
    expect(await resetting.work).toMatchObject({ ok: true });
    expect(await getLiveSession(test.db, session.token)).toBeNull();
  });
});

describe('beside a change of the same password', () => {
  it.each([
    ['a code', atOnce, 'code_expired'],
    ['a grant', inTwoSteps, 'grant_used'],
  ] as const)(
    'a reset by %s waits for the account, and neither stops the other',
    async (_, reset, reason) => {
      const asked = await askForCustomer();
      // As changePassword does it: the account, then what hangs on it.
      const resetting = await test.other.$transaction(async (tx) => {
        await tx.$executeRaw`UPDATE "User" SET "passwordChangedAt" = now() WHERE "id" = ${asked.userId}::uuid`;
        const begun = await beginUntilItWaits<{ ok: boolean }>(test.db, () => reset(asked));
        await endChallengesAndGrants(tx as Database, asked.userId);
        return begun;
      });
      expect(await resetting.work).toMatchObject({ ok: false, reason });
      expect(await opens(asked.userId, knownPassword)).toBe(true);
    },
  );
});
