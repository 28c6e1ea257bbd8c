import {
  type CustomerText,
  customerTexts,
  type PublicText,
  type PublicTextParams,
  publicText,
  renderSentence,
  type Sentence,
} from '@/lib/schemas/public-text';
import { type Language, languageFacts } from './languages';
import { ar } from './sentences/ar';
import { de } from './sentences/de';
import { es } from './sentences/es';
import { fr } from './sentences/fr';
import { hi } from './sentences/hi';
import { pt } from './sentences/pt';

/** Every sentence about an outcome, by language and id. */
export const sentences: Readonly<Record<Language, Readonly<Record<CustomerText, Sentence>>>> = {
  en: customerTexts,
  hi,
  es,
  fr,
  de,
  pt,
  ar,
};

/** In place of a wait that is not known: "Try again in a moment". */
const moments: Readonly<Record<Language, string>> = {
  en: 'a moment',
  hi: 'कुछ क्षण',
  es: 'un momento',
  fr: 'un instant',
  de: 'einem Moment',
  pt: 'alguns instantes',
  ar: 'لحظات',
};

/** The sentence in that language. What only the staff reads, and an id of another version, is in English. */
export function sentence(language: Language, id: PublicText, params: PublicTextParams = {}): string {
  const own = sentences[language];
  if (!Object.hasOwn(own, id)) return publicText(id, params);
  const style = { format: languageFacts[language].format, moment: moments[language] };
  return renderSentence(own[id as CustomerText], style, params);
}
