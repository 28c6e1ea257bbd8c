import { type AccountWords, account } from './account/account';
import { type CodesWords, codes } from './codes/codes';
import { type FrontWords, front } from './front/front';
import type { Language } from './languages';
import { type LinksWords, links } from './links/links';

/** Every text of the customers' pages, by page. What was refused or done is said by sentences (sentence.ts). */
export type Words = FrontWords & CodesWords & LinksWords & AccountWords;

export function wordsOf(language: Language): Words {
  return { ...front[language], ...codes[language], ...links[language], ...account[language] };
}
