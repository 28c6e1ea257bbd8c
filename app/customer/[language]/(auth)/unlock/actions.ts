'use server';

import { redirect } from 'next/navigation';
import { unlockAccount } from '@/lib/flows/unlock-account';
import { action, formError, textField } from '@/lib/web/action';
import { getDeps } from '@/lib/web/deps';
import { setNotice } from '@/lib/web/notice-cookie';

/** Forgets the failures of an account whose owner pressed the button behind the link. Opening the link does nothing. */
export const unlockAction = action(async (form, { visitor }) => {
  const result = await unlockAccount(getDeps(), { token: textField(form, 'token'), visitor });
  if (!result.ok) return formError(result.reason);
  await setNotice('unlocked');
  redirect('/login');
});
