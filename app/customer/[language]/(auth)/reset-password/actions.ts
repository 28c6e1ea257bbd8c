'use server';

import { redirect } from 'next/navigation';
import { resetPassword } from '@/lib/flows/reset-password';
import { action, textField } from '@/lib/web/action';
import { getDeps } from '@/lib/web/deps';
import { fieldError } from '@/lib/web/field-error';
import { clearFlow, ownerOf, readFlow } from '@/lib/web/flow-cookie';
import { setNotice } from '@/lib/web/notice-cookie';
import { passwordMinLength } from '@/lib/web/password-rules';

/** Sets the password. A refused one keeps the grant; an accepted one ends everything else of the account. */
export const resetPasswordAction = action(async (form, { visitor }) => {
  const flow = await readFlow();
  if (flow?.flow !== 'password_reset' || !flow.grant) redirect('/forgot-password');
  const password = textField(form, 'password');
  if (password !== textField(form, 'confirm')) return fieldError('confirm', 'passwords_differ');
  const result = await resetPassword(getDeps(), {
    grant: flow.grant,
    password,
    owner: ownerOf(flow),
    visitor,
  });
  if (!result.ok) {
    if (result.reason === 'password_weak') {
      return fieldError('password', result.problem ?? 'common', undefined, { n: passwordMinLength() });
    }
    redirect('/choose-method');
  }
  await clearFlow();
  await setNotice('password_set');
  redirect('/login');
});
