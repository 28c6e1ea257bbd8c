/** The languages of the customers' pages; the first is the one of everybody else. scripts/customer-pages.mjs has them too. */
export const languages = ['en', 'hi', 'es', 'fr', 'de', 'pt', 'ar'] as const;

export type Language = (typeof languages)[number];

interface LanguageFacts {
  /** As its speakers call it. */
  name: string;
  direction: 'ltr' | 'rtl';
  /** Tag that dates and figures are written by: Latin digits in all languages, as in the codes. */
  format: string;
}

export const languageFacts: Readonly<Record<Language, LanguageFacts>> = {
  en: { name: 'English', direction: 'ltr', format: 'en-GB' },
  hi: { name: 'हिन्दी', direction: 'ltr', format: 'hi-u-nu-latn' },
  es: { name: 'Español', direction: 'ltr', format: 'es' },
  fr: { name: 'Français', direction: 'ltr', format: 'fr' },
  de: { name: 'Deutsch', direction: 'ltr', format: 'de' },
  pt: { name: 'Português', direction: 'ltr', format: 'pt' },
  ar: { name: 'العربية', direction: 'rtl', format: 'ar-u-nu-latn' },
};

export function isLanguage(tag: unknown): tag is Language {
  return languages.includes(tag as Language);
}

/** The language of a tag such as `pt-BR`, or null: none of ours. */
export function parseLanguage(tag: string | null | undefined): Language | null {
  const base = tag?.toLowerCase().split(/[-_]/)[0];
  return isLanguage(base) ? base : null;
}
