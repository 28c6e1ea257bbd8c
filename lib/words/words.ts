import { type FrontWords, front } from './front/front';
import type { Language } from './languages';

/** Every text of the customers' pages, by page. What was refused or done is said by sentences (sentence.ts). */
export type Words = FrontWords;

export function wordsOf(language: Language): Words {
  return front[language];
}
