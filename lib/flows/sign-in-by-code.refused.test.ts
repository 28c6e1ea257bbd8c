import { beforeAll, describe, expect, it, vi } from 'vitest';
import { addCodeFactor } from '@/lib/accounts/factors';
import { wrongFor } from '@/lib/codes/challenge-fixture';
import { type Asked, prepareCodeSignIn } from './code-sign-in-fixture';
import { redeemSignInGrant } from './redeem-sign-in-grant';
import { addSignedIn, newEmail } from './signed-in-fixture';
import { startApiSessionByCode } from './start-api-session-by-code';
import { newVisit } from './visit-fixture';
import { watch } from './watch-fixture';

const boss = newEmail();
beforeAll(() => {
  vi.stubEnv('ADMIN_EMAILS', boss);
});
const signIns = prepareCodeSignIn();
const { askForCode, atOnce } = signIns;

describe('where more is wanted than the code', () => {
  const noSession = async (asked: Asked) => {
    expect(await signIns.db.session.count({ where: { userId: asked.userId } })).toBe(0);
    expect(await atOnce(asked)).toMatchObject({ reason: 'code_used' });
  };

  it('a second factor keeps the session, the code is used up, and the failures stay', async () => {
    const asked = await askForCode();
    await addCodeFactor(signIns.db, asked.userId, 'sms');
    await atOnce({ ...asked, code: wrongFor(asked.code) });
    const result = await atOnce(asked);
    expect(result).toMatchObject({ ok: true, value: { signedIn: null, grant: expect.any(String) } });
    const grant = result.ok && !result.value.signedIn ? result.value.grant : '';
    const { owner, visitor } = asked;
    expect(await redeemSignInGrant(signIns, { grant, owner, visitor })).toMatchObject({
      reason: 'second_factor_needed',
    });
    const otp = await signIns.db.otp.findUniqueOrThrow({ where: { id: asked.id } });
    expect(await signIns.db.hold.findUniqueOrThrow({ where: { subject: otp.subject } })).toMatchObject({
      failures: 1,
    });
    await noSession(asked);
  });

  it.each<[string, (userId: string) => Promise<unknown>]>([
    ['a second factor that is turned on', (userId) => addCodeFactor(signIns.db, userId, 'sms')],
    [
      'an account that is disabled',
      (id) => signIns.db.user.update({ where: { id }, data: { status: 'disabled' } }),
    ],
  ])(
    '%s after the guess was counted, and before the code is used up, keeps the session',
    async (_, change) => {
      const asked = await askForCode();
      let changed = false;
      const db = watch(signIns.db, async (sql) => {
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
    const asked = await askForCode(newVisit(), await addSignedIn(signIns.db, { email: boss }));
    const result = await atOnce(asked);
    expect(result).toMatchObject({ ok: true, value: { signedIn: null, grant: expect.any(String) } });
    const grant = result.ok && !result.value.signedIn ? result.value.grant : '';
    const { owner, visitor } = asked;
    expect(await redeemSignInGrant(signIns, { grant, owner, visitor })).toMatchObject({ ok: true });
    const { role } = await signIns.db.user.findUniqueOrThrow({ where: { id: asked.userId } });
    const live = await signIns.db.session.findMany({ where: { userId: asked.userId, endedAt: null } });
    expect([role, live.map(({ idleSeconds }) => idleSeconds)]).toEqual(['admin', [3600]]);
    const later = await askForCode(newVisit(), { account: { email: boss, id: asked.userId } });
    expect(await atOnce(later)).toMatchObject({ value: { signedIn: { userId: asked.userId } } });
  });

  it('staff gets no session through the API without a second factor, and one of twelve hours on the pages', async () => {
    for (const through of ['api', 'page'] as const) {
      const asked = await askForCode();
      await signIns.db.user.update({ where: { id: asked.userId }, data: { role: 'support' } });
      const { id, code, owner, visitor } = asked;
      if (through === 'api') {
        expect(await startApiSessionByCode(signIns, { id, typed: code, owner, visitor })).toMatchObject({
          ...{ ok: false, reason: 'second_factor_needed', grant: expect.any(String) },
        });
        await noSession(asked);
      } else {
        expect(await atOnce(asked)).toMatchObject({ ok: true });
        const session = await signIns.db.session.findFirstOrThrow({ where: { userId: asked.userId } });
        expect(session.expiresAt.getTime() - session.createdAt.getTime()).toBe(12 * 3_600_000);
      }
    }
  });
});
