'use server';

import { turnOnAuthenticator } from '@/lib/flows/turn-on-authenticator';
import { action, type FormAnswer, formError, said, textField } from '@/lib/web/action';
import { getDeps } from '@/lib/web/deps';
import { fieldError } from '@/lib/web/field-error';
import { requireAccount, requireFreshSession } from '@/lib/web/fresh-session';
import { readFactorCode } from '@/lib/web/read-factor-code';

/** Turns the app on with its first code, and answers with the backup codes. */
export const turnOnAuthenticatorAction = action(async (form, { visitor }): Promise<FormAnswer> => {
  const session = await requireFreshSession('/account/security/authenticator');
  const account = await requireAccount(session);
  const typed = readFactorCode('totp', textField(form, 'code'));
  if (!typed.ok) return fieldError('code', typed.reason);
  const input = { account, sessionId: session.id, code: typed.value, visitor };
  const done = await turnOnAuthenticator(getDeps(), input);
  if (!done.ok) return formError(done.reason, { seconds: done.retryAfterSeconds ?? 60 });
  return { notice: said('authenticator_on'), backupCodes: done.value.backupCodes ?? undefined };
});
