'use server';

import { redirect } from 'next/navigation';
import { action } from '@/lib/web/action';
import { endSession } from '@/lib/web/end-session';
import { setNotice } from '@/lib/web/notice-cookie';

/** Ends the session on the server, not only in this browser. */
export const signOutAction = action(async (_form, { visitor }) => {
  await endSession(visitor);
  await setNotice('signed_out');
  redirect('/login');
});
