import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { addCodeFactor } from '@/lib/accounts/factors';
import { getLiveSession } from '@/lib/accounts/sessions';
import { wrongFor } from '@/lib/codes/challenge-fixture';
import { createDatabase, type Database } from '@/lib/db/client';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { redeemSignInGrant } from './redeem-sign-in-grant';
import { requestCode } from './request-code';
import { signInByCode } from './sign-in-by-code';
import { addSignedIn, newEmail, type SignedIn } from './signed-in-fixture';
import { startApiSessionByCode } from './start-api-session-by-code';
import { verifyCode } from './verify-code';
import { newVisit, readCode, type Visit } from './visit-fixture';
import { watch } from './watch-fixture';

let test: TestDatabase;
let other: Database;
const boss = newEmail();
beforeAll(async () => {
  vi.stubEnv('ADMIN_EMAILS', boss);
  test = await createTestDatabase();
  other = createDatabase(test.url);
});
afterAll(async () => {
  await other.$disconnect();
  await test.close();
});

/** A customer who has not signed in yet, with a code on its way to the browser of `visit`. */
async function askForCode(
  visit: Visit = newVisit(),
  customer?: { account: Pick<SignedIn['account'], 'id' | 'email'> },
) {
  const known = customer ?? (await addSignedIn(test.db));
  if (!customer) await test.db.session.deleteMany({ where: { userId: known.account.id } });
  const identifier = { kind: 'email' as const, address: known.account.email! };
  const asked = await requestCode(test, { purpose: 'login', identifier, channel: 'email', ...visit });
  if (!asked.ok) throw new Error(asked.reason);
  const { id } = asked.value.challenge;
  return { id, code: await readCode(test.db, id, visit.owner), userId: known.account.id, ...visit };
}
type Asked = Awaited<ReturnType<typeof askForCode>>;

const atOnce = ({ id, code, owner, visitor }: Asked, deps: { db: Database } = test) =>
  signInByCode(deps, { id, typed: code, owner, visitor });

async function inTwoSteps({ id, code, owner, visitor }: Asked, deps: { db: Database } = test) {
  const verified = await verifyCode(deps, { id, code, purposes: ['login'], owner, visitor });
  return verified.ok ? redeemSignInGrant(deps, { grant: verified.value.grant, owner, visitor }) : verified;
}

/** Everything that is left of a sign-in, but for what is by chance or of another row. */
async function traceOf({ id, userId }: Asked) {
  const [session] = await test.db.session.findMany({
    where: { userId },
    orderBy: { createdAt: 'desc' },
    omit: { id: true, tokenHash: true, userId: true, createdAt: true, lastSeenAt: true, checkedAt: true },
  });
  const otp = await test.db.otp.findUniqueOrThrow({ where: { id } });
  const user = await test.db.user.findUniqueOrThrow({ where: { id: userId } });
  const events = await test.db.auditEvent.findMany({
    where: { userId, type: { not: 'code_requested' } },
    orderBy: { id: 'asc' },
  });
  const hold = await test.db.hold.findUnique({ where: { subject: otp.subject } });
  const notices = await test.db.delivery.count({ where: { userId, template: 'new_sign_in' } });
  return {
    session: session && { ...session, expiresAt: undefined },
    days: session && Math.round((session.expiresAt.getTime() - Date.now()) / 86_400_000),
    events: events.map(({ type, actor, otpId, sessionId, client, data }) => ({
      ...{ type, actor, data, client },
      ofOtp: otpId === id,
      ofSession: sessionId !== null,
    })),
    otp: { attempts: otp.attempts, used: otp.consumedAt !== null },
    proved: user.emailVerifiedAt !== null,
    failures: hold && hold.failures + hold.total,
    notices,
  };
}

describe('a right code', () => {
  it('gives a session that works, and no grant is ever written', async () => {
    const asked = await askForCode();
    const result = await atOnce(asked);
    expect(result).toMatchObject({ ok: true, value: { signedIn: { userId: asked.userId } } });
    const token = result.ok ? result.value.signedIn?.token : undefined;
    expect(await getLiveSession(test.db, token ?? '')).toMatchObject({
      methods: ['code_email'],
      user: { id: asked.userId },
    });
    expect(await test.db.grant.count({ where: { otpId: asked.id } })).toBe(0);
  });

  it.each(['a browser', 'a known browser', 'a new browser', 'an application'])(
    'of %s leaves what the code and its grant would, one after the other',
    async (who) => {
      const mark = randomBytes(32);
      const visit = newVisit();
      if (who !== 'an application') visit.visitor.deviceHash = mark;
      else visit.visitor.api = { keyId: null, perMinute: null };
      const traces = [];
      for (const signIn of [inTwoSteps, atOnce]) {
        const customer = await addSignedIn(test.db);
        const userId = customer.account.id;
        await test.db.user.update({ where: { id: userId }, data: { emailVerifiedAt: null } });
        if (who === 'a browser' || who === 'an application') {
          await test.db.session.deleteMany({ where: { userId } });
        } else if (who === 'a known browser') {
          await test.db.session.updateMany({ where: { userId }, data: { deviceHash: mark } });
        }
        const asked = await askForCode(visit, customer);
        // Failures before it are forgotten either way.
        const { id, owner, visitor } = asked;
        await signInByCode(test, { id, typed: wrongFor(asked.code), owner, visitor });
        expect(await signIn(asked)).toMatchObject({ ok: true });
        traces.push(await traceOf(asked));
      }
      expect(traces[1]).toEqual(traces[0]);
      expect(traces[1]!.failures ?? 0).toBe(0);
      expect(traces[1]!.events.map(({ type }) => type)).toEqual(['code_verified', 'signed_in']);
      expect(traces[1]).toMatchObject({
        ...{ days: 30, proved: true, otp: { attempts: 2, used: true } },
        notices: who === 'a new browser' ? 1 : 0,
      });
    },
  );

  it('takes two statements, of which the first one counts the guess', async () => {
    const asked = await askForCode();
    const statements: string[] = [];
    const db = watch(test.db, async (sql) => {
      statements.push(sql);
    });
    expect(await atOnce(asked, { db })).toMatchObject({ ok: true });
    expect(statements).toHaveLength(2);
    expect(statements[0]).toContain('SET "attempts" = "attempts" + 1');
    expect(statements[1]).toContain('SET "consumedAt" = now()');
    expect(statements[1]).toContain('INSERT INTO "Session"');
  });
});

describe('one code', () => {
  const manyGuesses = (id: string) => test.db.otp.update({ where: { id }, data: { maxAttempts: 100 } });

  it('gives one session to forty that send it at once, over two pools', async () => {
    for (let round = 0; round < 3; round += 1) {
      const asked = await askForCode();
      await manyGuesses(asked.id);
      const answers = await Promise.all(
        Array.from({ length: 40 }, (_, index) => atOnce(asked, index % 2 ? test : { db: other })),
      );
      expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
      const reasons = answers.flatMap((answer) => (answer.ok ? [] : [answer.reason]));
      expect(new Set([...reasons, 'code_used', 'account_held'])).toEqual(
        new Set(['code_used', 'account_held']),
      );
      expect(await test.db.session.count({ where: { userId: asked.userId } })).toBe(1);
      expect(await test.db.grant.count({ where: { otpId: asked.id } })).toBe(0);
      await test.db.hold.deleteMany();
    }
  });

  it('gives a session or a grant where both ways race, never both', async () => {
    const won = { atOnce: 0, inTwoSteps: 0 };
    for (let round = 0; round < 8; round += 1) {
      const asked = await askForCode();
      await manyGuesses(asked.id);
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, index) =>
          (index + round) % 2 ? inTwoSteps(asked) : atOnce(asked, { db: other }),
        ),
      );
      expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
      const grants = await test.db.grant.count({ where: { otpId: asked.id } });
      won[grants === 0 ? 'atOnce' : 'inTwoSteps'] += 1;
      expect(await test.db.session.count({ where: { userId: asked.userId } })).toBe(1);
      await test.db.hold.deleteMany();
    }
    expect(won.atOnce + won.inTwoSteps).toBe(8);
  });

  it('is compared with five of thirty wrong ones that come at once, and is refused afterwards', async () => {
    const asked = await askForCode();
    const wrong = { ...asked, code: wrongFor(asked.code) };
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, index) => atOnce(wrong, index % 2 ? test : { db: other })),
    );
    expect(answers.filter((answer) => !answer.ok && answer.reason === 'code_incorrect')).toHaveLength(4);
    expect(await atOnce(asked)).toMatchObject({ reason: 'too_many_attempts' });
    expect(await test.db.session.count({ where: { userId: asked.userId } })).toBe(0);
  });

  it('is not there for another browser, nor for one of another purpose, and costs no guess', async () => {
    const asked = await askForCode();
    expect(await atOnce({ ...asked, owner: newVisit().owner })).toMatchObject({ reason: 'not_found' });
    await test.db.otp.update({ where: { id: asked.id }, data: { purpose: 'password_reset' } });
    expect(await atOnce(asked)).toMatchObject({ reason: 'not_found' });
    expect(await test.db.otp.findUniqueOrThrow({ where: { id: asked.id } })).toMatchObject({
      attempts: 0,
      consumedAt: null,
    });
  });

  it('of nobody is never right, by the very statements that a wrong one takes', async () => {
    const visit = newVisit();
    const identifier = { kind: 'email' as const, address: newEmail() };
    const asked = await requestCode(test, { purpose: 'login', identifier, channel: 'email', ...visit });
    if (!asked.ok) throw new Error(asked.reason);
    const { id } = asked.value.challenge;
    const known = await askForCode();
    const statements: [string[], string[]] = [[], []];
    const answers = [
      { ...visit, id, code: await readCode(test.db, id, visit.owner), userId: '' },
      { ...known, code: wrongFor(known.code) },
    ].map((one, index) => {
      const db = watch(test.db, async (sql) => {
        statements[index]!.push(sql);
      });
      return atOnce(one, { db });
    });
    const [decoy, wrong] = await Promise.all(answers);
    expect(decoy).toEqual(wrong);
    expect(decoy).toMatchObject({ reason: 'code_incorrect', attemptsLeft: 4 });
    expect(statements[0]).toEqual(statements[1]);
  });
});

describe('where more is wanted than the code', () => {
  const noSession = async (asked: Asked) => {
    expect(await test.db.session.count({ where: { userId: asked.userId } })).toBe(0);
    expect(await atOnce(asked)).toMatchObject({ reason: 'code_used' });
  };

  it('a second factor keeps the session, the code is used up, and the failures stay', async () => {
    const asked = await askForCode();
    await addCodeFactor(test.db, asked.userId, 'sms');
    await atOnce({ ...asked, code: wrongFor(asked.code) });
    const result = await atOnce(asked);
    expect(result).toMatchObject({ ok: true, value: { signedIn: null, grant: expect.any(String) } });
    const grant = result.ok && !result.value.signedIn ? result.value.grant : '';
    const { owner, visitor } = asked;
    expect(await redeemSignInGrant(test, { grant, owner, visitor })).toMatchObject({
      reason: 'second_factor_needed',
    });
    const otp = await test.db.otp.findUniqueOrThrow({ where: { id: asked.id } });
    expect(await test.db.hold.findUniqueOrThrow({ where: { subject: otp.subject } })).toMatchObject({
      failures: 1,
    });
    await noSession(asked);
  });

  it.each<[string, (userId: string) => Promise<unknown>]>([
    ['a second factor that is turned on', (userId) => addCodeFactor(test.db, userId, 'sms')],
    [
      'an account that is disabled',
      (id) => test.db.user.update({ where: { id }, data: { status: 'disabled' } }),
    ],
  ])(
    '%s after the guess was counted, and before the code is used up, keeps the session',
    async (_, change) => {
      const asked = await askForCode();
      let changed = false;
      const db = watch(test.db, async (sql) => {
        if (changed || !sql.includes('INSERT INTO "Session"')) return;
        changed = true;
        await change(asked.userId);
      });
      expect(await atOnce(asked, { db })).toMatchObject({ ok: true, value: { signedIn: null } });
      expect(changed).toBe(true);
      await noSession(asked);
    },
  );

  it('whom ADMIN_EMAILS is about to make an admin gets the session of an admin, after that', async () => {
    const asked = await askForCode(newVisit(), await addSignedIn(test.db, { email: boss }));
    const result = await atOnce(asked);
    expect(result).toMatchObject({ ok: true, value: { signedIn: null, grant: expect.any(String) } });
    const grant = result.ok && !result.value.signedIn ? result.value.grant : '';
    const { owner, visitor } = asked;
    expect(await redeemSignInGrant(test, { grant, owner, visitor })).toMatchObject({ ok: true });
    const { role } = await test.db.user.findUniqueOrThrow({ where: { id: asked.userId } });
    const live = await test.db.session.findMany({ where: { userId: asked.userId, endedAt: null } });
    expect([role, live.map(({ idleSeconds }) => idleSeconds)]).toEqual(['admin', [3600]]);
    const later = await askForCode(newVisit(), { account: { email: boss, id: asked.userId } });
    expect(await atOnce(later)).toMatchObject({ value: { signedIn: { userId: asked.userId } } });
  });

  it('staff gets no session through the API without a second factor, and one of twelve hours on the pages', async () => {
    for (const through of ['api', 'page'] as const) {
      const asked = await askForCode();
      await test.db.user.update({ where: { id: asked.userId }, data: { role: 'support' } });
      const { id, code, owner, visitor } = asked;
      if (through === 'api') {
        expect(await startApiSessionByCode(test, { id, typed: code, owner, visitor })).toMatchObject({
          ...{ ok: false, reason: 'second_factor_needed', grant: expect.any(String) },
        });
        await noSession(asked);
      } else {
        expect(await atOnce(asked)).toMatchObject({ ok: true });
        const session = await test.db.session.findFirstOrThrow({ where: { userId: asked.userId } });
        expect(session.expiresAt.getTime() - session.createdAt.getTime()).toBe(12 * 3_600_000);
      }
    }
  });
});
