/**
 * The pages of customers exist once for each language, so that they can be prerendered: /login is answered with
 * app/customer/[language]/(auth)/login. Which one, is decided here, from the request alone; next.config.js leads there by
 * the header `x-latchkey-page`, and the policy of scripts (security-headers.mjs) is that page's. No account is asked: the
 * page that somebody sees before signing in never shows what language the owner of an address speaks.
 */

/** As in lib/words/languages.ts. The first is for everybody whose language we do not have. */
export const languages = ['en', 'hi', 'es', 'fr', 'de', 'pt', 'ar'];

const customerPage =
  /^\/(?:(?:login|forgot-password|register|choose-method|verify|reset-password|second-factor|logout|not-me|undo|unlock|stop-release)|(?:account|approve)(?:\/.*)?)?$/;
/** What has just happened (lib/web/notice-cookie.ts): a page of its own, prerendered too. */
const notice = /(?:^|;\s*)latchkey\.notice=(password_set|signed_out|unlocked)(?=;|\s*$)/;
const choice = /(?:^|;\s*)latchkey\.language=([a-z]{2})(?=;|\s*$)/;

/** By the menu, else by the browser. Browsers list the best language first. */
export function chooseLanguage(headers) {
  const chosen = choice.exec(headers.cookie ?? '')?.[1];
  if (languages.includes(chosen)) return chosen;
  const accepted = (headers['accept-language'] ?? '').slice(0, 200).toLowerCase().split(',');
  const tags = accepted.map((part) => part.split(';')[0].trim().split('-')[0]);
  return tags.find((tag) => languages.includes(tag)) ?? languages[0];
}

/** The page behind a path, as Next names it: `/customer/de/login`; null where the path is none of a customer's page. */
export function findCustomerPage(path, language, cookie = '') {
  if (!customerPage.test(path)) return null;
  const just = path === '/login' ? notice.exec(cookie)?.[1] : undefined;
  return `/customer/${language}${path === '/' ? '' : path}${just ? `/${just}` : ''}`;
}

/** The path of a request as its pages are named: decoded, without the query and without a slash at its end. */
export function normalizePath(url) {
  const path = url.split('?', 1)[0];
  try {
    return decodeURIComponent(path).replace(/(.)\/+$/, '$1');
  } catch {
    return path;
  }
}

/** Tells Next the language and the page. */
export function addressPage(request) {
  const path = normalizePath(request.url);
  const language = chooseLanguage(request.headers);
  const page = findCustomerPage(path, language, request.headers.cookie);
  request.headers['x-latchkey-language'] = language;
  if (page) request.headers['x-latchkey-page'] = page;
  return { path, page };
}
