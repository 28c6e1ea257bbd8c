import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { getLiveSession } from '@/lib/accounts/sessions';
import { wrongFor } from '@/lib/codes/challenge-fixture';
import { type Asked, prepareCodeSignIn } from './code-sign-in-fixture';
import { signInByCode } from './sign-in-by-code';
import { addSignedIn } from './signed-in-fixture';
import { newVisit } from './visit-fixture';
import { watch } from './watch-fixture';

const signIns = prepareCodeSignIn();
const { askForCode, atOnce, inTwoSteps } = signIns;

/** Everything that is left of a sign-in, but for what is by chance or of another row. */
async function traceOf({ id, userId }: Asked) {
  const [session] = await signIns.db.session.findMany({
    where: { userId },
    orderBy: { createdAt: 'desc' },
    omit: { id: true, tokenHash: true, userId: true, createdAt: true, lastSeenAt: true, checkedAt: true },
  });
  const otp = await signIns.db.otp.findUniqueOrThrow({ where: { id } });
  const user = await signIns.db.user.findUniqueOrThrow({ where: { id: userId } });
  const events = await signIns.db.auditEvent.findMany({
    where: { userId, type: { not: 'code_requested' } },
    orderBy: { id: 'asc' },
  });
  const hold = await signIns.db.hold.findUnique({ where: { subject: otp.subject } });
  const notices = await signIns.db.delivery.count({ where: { userId, template: 'new_sign_in' } });
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
    expect(await getLiveSession(signIns.db, token ?? '')).toMatchObject({
      methods: ['code_email'],
      user: { id: asked.userId },
    });
    expect(await signIns.db.grant.count({ where: { otpId: asked.id } })).toBe(0);
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
        const customer = await addSignedIn(signIns.db);
        const userId = customer.account.id;
        await signIns.db.user.update({ where: { id: userId }, data: { emailVerifiedAt: null } });
        if (who === 'a browser' || who === 'an application') {
          await signIns.db.session.deleteMany({ where: { userId } });
        } else if (who === 'a known browser') {
          await signIns.db.session.updateMany({ where: { userId }, data: { deviceHash: mark } });
        }
        const asked = await askForCode(visit, customer);
        // Failures before it are forgotten either way.
        const { id, owner, visitor } = asked;
        await signInByCode(signIns, { id, typed: wrongFor(asked.code), owner, visitor });
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
    const db = watch(signIns.db, async (sql) => {
      statements.push(sql);
    });
    expect(await atOnce(asked, { db })).toMatchObject({ ok: true });
    expect(statements).toHaveLength(2);
    expect(statements[0]).toContain('SET "attempts" = "attempts" + 1');
    expect(statements[1]).toContain('SET "consumedAt" = now()');
    expect(statements[1]).toContain('INSERT INTO "Session"');
  });
});
