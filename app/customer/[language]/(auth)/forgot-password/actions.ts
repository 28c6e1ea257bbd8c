'use server';

import { redirect } from 'next/navigation';
import { parseIdentifier } from '@/lib/accounts/parse-identifier';
import { action, formError, textField } from '@/lib/web/action';
import { allowLookup } from '@/lib/web/allow-lookup';
import { fieldError } from '@/lib/web/field-error';
import { startFlow } from '@/lib/web/flow-cookie';

/** Remembers what was typed. Whether there is an account is not asked here, so nothing can show it. */
export const forgotPasswordAction = action(async (form, { visitor }) => {
  const typed = textField(form, 'identifier');
  const identifier = parseIdentifier(typed);
  if (identifier.kind === 'invalid') return fieldError('identifier', identifier.reason, typed);
  const allowed = await allowLookup(visitor);
  if (!allowed.ok) return formError('limited', { seconds: allowed.retryAfterSeconds ?? 60 });
  await startFlow({ flow: 'password_reset', identifier });
  redirect('/choose-method');
});
