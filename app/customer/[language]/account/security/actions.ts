'use server';

import { revalidatePath } from 'next/cache';
import { redirect } from 'next/navigation';
import { endSessions } from '@/lib/flows/end-sessions';
import { endTrust } from '@/lib/flows/end-trust';
import { renewBackupCodes } from '@/lib/flows/renew-backup-codes';
import { isChannelWay, type SecondFactorWay } from '@/lib/flows/second-factor-ways';
import { startAuthenticator } from '@/lib/flows/start-authenticator';
import { stopFactorRelease } from '@/lib/flows/stop-factor-release';
import { turnOffFactor } from '@/lib/flows/turn-off-factor';
import { turnOnCodeFactor } from '@/lib/flows/turn-on-code-factor';
import { action, type FormAnswer, formError, said, textField } from '@/lib/web/action';
import { getDeps } from '@/lib/web/deps';
import { requireAccount, requireFreshSession } from '@/lib/web/fresh-session';
import { requireSession } from '@/lib/web/session';
import { readTrustSecret } from '@/lib/web/trust-cookie';

const page = '/account/security';
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Turns a second factor on or off, or makes new backup codes, after a fresh check. */
export const changeFactorsAction = action(async (form, { visitor }): Promise<FormAnswer> => {
  const session = await requireFreshSession(page);
  const account = await requireAccount(session);
  const [verb, what = ''] = textField(form, 'change').split(':');
  const by = { account, sessionId: session.id, visitor };
  if (verb === 'on' && what === 'totp') {
    const started = await startAuthenticator(getDeps(), { userId: account.id });
    if (!started.ok) return formError(started.reason, { seconds: started.retryAfterSeconds ?? 60 });
    redirect(`${page}/authenticator`);
  }
  if (verb === 'on' && isChannelWay(what as SecondFactorWay)) {
    const done = await turnOnCodeFactor(getDeps(), { ...by, channel: what as 'sms' });
    if (!done.ok) return formError(done.reason, { seconds: done.retryAfterSeconds ?? 60 });
    revalidatePath(page);
    return { notice: said('factor_added'), backupCodes: done.value.backupCodes ?? undefined };
  }
  if (verb === 'off' && uuid.test(what)) {
    const done = await turnOffFactor(getDeps(), { ...by, factorId: what });
    if (!done.ok) return formError(done.reason, { seconds: done.retryAfterSeconds ?? 60 });
    revalidatePath(page);
    return { notice: said('factor_removed') };
  }
  if (verb === 'backup') {
    const done = await renewBackupCodes(getDeps(), by);
    if (!done.ok) return formError(done.reason, { seconds: done.retryAfterSeconds ?? 60 });
    revalidatePath(page);
    return { backupCodes: done.value.backupCodes };
  }
  return formError('way_closed');
});

/** Ends another session of the customer, or all others. */
export const endSessionsAction = action(async (form, { visitor }): Promise<FormAnswer> => {
  const session = await requireSession('while_setting_up');
  const which = textField(form, 'session');
  if (which !== 'others' && !uuid.test(which)) return formError('not_found');
  const only = which === 'others' ? null : which;
  const done = await endSessions(getDeps(), {
    userId: session.user.id,
    ownSessionId: session.id,
    only,
    trustSecret: await readTrustSecret(),
    visitor,
  });
  if (!done.ok) return formError('not_found');
  revalidatePath(page);
  return { notice: said(only ? 'session_ended' : 'sessions_ended') };
});

/** A browser that was trusted is asked for the second factor again. */
export const endTrustAction = action(async (form, { visitor }): Promise<FormAnswer> => {
  const session = await requireSession('while_setting_up');
  const deviceId = textField(form, 'device');
  if (!uuid.test(deviceId)) return formError('not_found');
  const input = { userId: session.user.id, sessionId: session.id, deviceId, visitor };
  if (!(await endTrust(getDeps(), input)).ok) return formError('not_found');
  revalidatePath(page);
  return { notice: said('trust_ended') };
});

/** Keeps the second steps on that staff was told were lost. */
export const stopOwnReleaseAction = action(async (_form, { visitor }): Promise<FormAnswer> => {
  const { user } = await requireSession('while_setting_up');
  const done = await stopFactorRelease(getDeps(), { by: { userId: user.id }, visitor });
  if (!done.ok) return formError(done.reason);
  return { notice: said('release_stopped') };
});
