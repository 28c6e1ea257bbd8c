import { setLocale } from '@/lib/flows/set-locale';
import { isLanguage } from '@/lib/words/languages';
import { getDeps } from './deps';
import { setLanguageCookie } from './language-cookie';
import { isOwnOrigin } from './origin';
import { readFormBody } from './read-body';
import { safePath } from './safe-path';
import { getSession } from './session';

/**
 * Keeps the language that was chosen in the menu, for this browser and for the account that is signed in, and leads back
 * to the page with the menu: it names itself as the Referer, which does not leave our own origin.
 */
export async function chooseLanguage(request: Request): Promise<Response> {
  if (!isOwnOrigin(request.headers))
    return new Response('This form was sent from another site.\n', { status: 403 });
  const form = await readFormBody(request);
  const language = form.ok && form.value.language;
  if (!isLanguage(language)) return new Response('Unknown language.\n', { status: 400 });
  await setLanguageCookie(language);
  const session = await getSession();
  if (session) await setLocale(getDeps(), { userId: session.user.id, locale: language });
  return new Response(null, { status: 303, headers: { Location: pageBefore(request) } });
}

function pageBefore(request: Request): string {
  const referer = request.headers.get('referer') ?? '';
  if (!URL.canParse(referer)) return '/';
  const { pathname, search } = new URL(referer);
  return safePath(pathname + search) ?? '/';
}
