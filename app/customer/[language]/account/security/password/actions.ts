'use server';

import { redirect } from 'next/navigation';
import { changePassword } from '@/lib/flows/change-password';
import { findFactorKinds } from '@/lib/flows/find-factor-kinds';
import { action, formError, textField } from '@/lib/web/action';
import { getDeps } from '@/lib/web/deps';
import { fieldError } from '@/lib/web/field-error';
import { requireAccount, requireFreshSession } from '@/lib/web/fresh-session';
import { limitPasswordChanges } from '@/lib/web/limit-password-changes';
import { passwordMinLength } from '@/lib/web/password-rules';
import { requireSession } from '@/lib/web/session';
import { setSessionCookie } from '@/lib/web/set-session-cookie';

const page = '/account/security/password';

/** Sets or changes the password. Where it is not all that protects the account, a fresh check comes first. */
export const changePasswordAction = action(async (form, { visitor }) => {
  const session = await requireSession('while_setting_up');
  const account = await requireAccount(session);
  const kinds = await findFactorKinds(getDeps(), account.id);
  if (!account.passwordHash || kinds.length > 0) await requireFreshSession(page);
  const allowed = await limitPasswordChanges(getDeps().db, visitor);
  if (!allowed.ok) return formError('limited', { seconds: allowed.retryAfterSeconds ?? 60 });
  const current = textField(form, 'current');
  const password = textField(form, 'password');
  if (account.passwordHash && current === '') return fieldError('current', 'password_required');
  if (password !== textField(form, 'confirm')) return fieldError('confirm', 'passwords_differ');
  const done = await changePassword(getDeps(), {
    account,
    sessionId: session.id,
    current,
    password,
    visitor,
  });
  if (!done.ok) {
    if (done.reason === 'password_wrong') return fieldError('current', 'password_wrong');
    if (done.reason === 'password_weak') {
      return fieldError('password', done.problem ?? 'common', undefined, { n: passwordMinLength() });
    }
    return formError(done.reason, { seconds: done.retryAfterSeconds ?? 60 });
  }
  await setSessionCookie(done.value.token);
  redirect('/account/security?done=password_now_set');
});
