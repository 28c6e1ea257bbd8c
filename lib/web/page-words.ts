import { language as languageParam } from 'next/root-params';
import { type Language, parseLanguage } from '@/lib/words/languages';
import { type Words, wordsOf } from '@/lib/words/words';

/** The language of the page that is rendered. The console and other pages that are English only have none of their own. */
export async function getPageLanguage(): Promise<Language> {
  return parseLanguage(await languageParam()) ?? 'en';
}

/** The texts of the page that is rendered. */
export async function getWords(): Promise<Words> {
  return wordsOf(await getPageLanguage());
}

/** Whether the page that is rendered is there in every language. */
export async function hasLanguages(): Promise<boolean> {
  return (await languageParam()) !== undefined;
}
