import { type Language, parseLanguage } from '@/lib/words/languages';

/** The language that a form's answer is given in: that of its page, which for the console and others is English. */
export function languageOf(requestHeaders: Pick<Headers, 'get'>): Language {
  // Named by scripts/customer-pages.mjs; nobody outside can send them.
  if (!requestHeaders.get('x-latchkey-page')) return 'en';
  return parseLanguage(requestHeaders.get('x-latchkey-language')) ?? 'en';
}
