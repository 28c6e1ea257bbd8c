import { cookies } from 'next/headers';
import { getSettings } from '@/lib/config/settings';
import { isLanguage, type Language } from '@/lib/words/languages';

/** scripts/customer-pages.mjs chooses the pages by it. */
const name = 'latchkey.language';
const lifeSeconds = 365 * 24 * 60 * 60;

/** Keeps a language for this browser. It holds no data about anybody, and stays after signing out. */
export async function setLanguageCookie(language: Language): Promise<void> {
  (await cookies()).set(name, language, {
    httpOnly: true,
    secure: getSettings().appUrl.protocol === 'https:',
    sameSite: 'lax',
    path: '/',
    maxAge: lifeSeconds,
  });
}

/** The language that was chosen in this browser, or null. */
export function readLanguageCookie(requestHeaders: Pick<Headers, 'get'>): Language | null {
  const pairs = (requestHeaders.get('cookie') ?? '').split(';').map((pair) => pair.trim());
  const value = pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
  return isLanguage(value) ? value : null;
}
