import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import { cache } from 'react';
import { getLiveSession, type LiveSession } from '@/lib/accounts/sessions';
import { getSettings } from '@/lib/config/settings';
import { getDatabase } from '@/lib/db/client';
import { lacksSecondFactor } from '@/lib/flows/lacks-second-factor';

/** The session cookie's name: bound to this host over https. */
export function sessionCookieName(): string {
  return getSettings().appUrl.protocol === 'https:' ? '__Host-latchkey.session' : 'latchkey.session';
}

/** The secret in this browser's session cookie, or null. */
export async function readSessionToken(): Promise<string | null> {
  const value = (await cookies()).get(sessionCookieName())?.value;
  return value && /^[\w-]{43}$/.test(value) ? value : null;
}

/** Who is signed in, checked against the database once per request. */
export const getSession = cache(async (): Promise<LiveSession | null> => {
  const token = await readSessionToken();
  return token ? getLiveSession(getDatabase(), token) : null;
});

/**
 * Who is signed in; everybody else is sent to the sign-in page. Call it in every page and action that needs it. Whose role
 * needs a second factor and has none gets no further than the pages that are open `while_setting_up` one.
 */
export async function requireSession(
  open: 'protected' | 'while_setting_up' = 'protected',
): Promise<LiveSession> {
  const session = await getSession();
  if (!session) redirect('/login');
  if (open === 'protected' && (await lacksSecondFactor(getDatabase(), session.user))) {
    redirect('/account/security?for=role');
  }
  return session;
}
