import { getSettings } from '@/lib/config/settings';
import { readOwnTexts } from './own-texts';
import { textsAr } from './texts-ar';
import { textsDe } from './texts-de';
import { type Texts, textsEn } from './texts-en';
import { textsEs } from './texts-es';
import { textsFr } from './texts-fr';
import { textsHi } from './texts-hi';
import { textsPt } from './texts-pt';

export interface Language {
  /** BCP 47 tag of the texts. */
  tag: string;
  direction: 'ltr' | 'rtl';
  /** Tag that dates, figures and units are written by. */
  format: string;
  texts: Texts;
}

/** What we ship. A sentence that a language lacks is in English. */
export const shippedTexts: Readonly<Record<string, Partial<Texts>>> = {
  en: textsEn,
  hi: textsHi,
  es: textsEs,
  fr: textsFr,
  de: textsDe,
  pt: textsPt,
  ar: textsAr,
};

/** English dates of the whole world but one country; Latin digits in all languages, as in the codes. */
const formats: Readonly<Record<string, string>> = { en: 'en-GB', hi: 'hi-u-nu-latn', ar: 'ar-u-nu-latn' };
const rightToLeft = new Set(['ar', 'ckb', 'dv', 'fa', 'he', 'ps', 'sd', 'ug', 'ur', 'yi']);

type Languages = ReadonlyMap<string, Language>;

/** All languages, by tag in lower case: ours, and over them the operator's files. @throws SettingsError */
export function buildLanguages(messagesDir: string | null): Languages {
  const own = messagesDir === null ? new Map<string, Partial<Texts>>() : readOwnTexts(messagesDir);
  const tags = new Set([...Object.keys(shippedTexts), ...own.keys()]);
  return new Map(
    [...tags].map((tag): [string, Language] => {
      const base = baseOf(tag);
      // A file for pt-BR changes what pt says, be that ours or the operator's.
      const texts = { ...textsEn, ...shippedTexts[base], ...own.get(base), ...own.get(tag) };
      const direction = rightToLeft.has(base) ? 'rtl' : 'ltr';
      const name = Intl.getCanonicalLocales(tag)[0]!;
      return [tag, { tag: name, direction, format: formats[tag] ?? `${name}-u-nu-latn`, texts }];
    }),
  );
}

let languages: Languages | undefined;

/** Read once per process, at its start: a mistake in a file of the operator's is told then. @throws SettingsError */
export function getLanguages(): Languages {
  languages ??= buildLanguages(getSettings().delivery.messagesDir);
  return languages;
}

/** The language for a tag such as `pt-BR`: the exact one, its base, else English. */
export function chooseLanguage(tag: string | null | undefined): Language {
  return findLanguage(tag) ?? getLanguages().get('en')!;
}

export function findLanguage(tag: string | null | undefined): Language | undefined {
  const exact = tag?.toLowerCase().replaceAll('_', '-') ?? '';
  return getLanguages().get(exact) ?? getLanguages().get(baseOf(exact));
}

export function listLanguages(): Language[] {
  return [...getLanguages().values()];
}

function baseOf(tag: string): string {
  return tag.split('-')[0]!;
}
