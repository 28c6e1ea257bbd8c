import { cookies } from 'next/headers';
import { getSettings } from '@/lib/config/settings';

/** What has just happened. Each has a prerendered page below app/(auth)/login/[notice]. */
export type Notice = 'password_set' | 'signed_out' | 'unlocked';

/** For half a minute /login says what has just happened: next.config.js chooses the page by this cookie. */
export async function setNotice(notice: Notice): Promise<void> {
  (await cookies()).set('latchkey.notice', notice, {
    httpOnly: true,
    secure: getSettings().appUrl.protocol === 'https:',
    sameSite: 'lax',
    path: '/',
    maxAge: 30,
  });
}
