import { cookies } from 'next/headers';
import { getSettings } from '@/lib/config/settings';
import { sessionCookieName } from './session';

/** Gives this browser a session's new secret, in the cookie that NextAuth had set for the old one. */
export async function setSessionCookie(token: string): Promise<void> {
  (await cookies()).set(sessionCookieName(), token, {
    httpOnly: true,
    secure: getSettings().appUrl.protocol === 'https:',
    sameSite: 'lax',
    path: '/',
    // The row in "Session" decides how long it really lives.
    maxAge: 30 * 24 * 60 * 60,
  });
}
