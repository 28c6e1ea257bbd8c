import { describe, expect, it } from 'vitest';
import { languages as pageLanguages } from '@/scripts/customer-pages.mjs';
import { shippedTexts } from '../delivery/messages/catalogue';
import { languageFacts, languages, parseLanguage } from './languages';
import { sentence, sentences } from './sentence';
import { wordsOf } from './words';

/** Every text of a language by the path of its key. */
function flatten(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  return Object.entries(value as object).flatMap(([key, inner]) => flatten(inner, `${path}/${key}`));
}

const placeholders = (text: string) => [...new Set(text.match(/\{\w+\}/g))].sort();
const scripts = { hi: /\p{Script=Devanagari}/u, ar: /\p{Script=Arabic}/u } as Partial<Record<string, RegExp>>;

/** The same as in English on purpose: names, and words that two languages share. */
const shared = new Set(['SMS', 'WhatsApp', 'Name', 'Console', 'Passkeys']);

describe('the languages of the pages', () => {
  it('are those of the messages, and those that the server chooses from', () => {
    expect([...languages].sort()).toEqual(Object.keys(shippedTexts).sort());
    expect(pageLanguages).toEqual(languages);
  });

  it.each([
    ['pt-BR', 'pt'],
    ['DE_at', 'de'],
    ['en', 'en'],
    ['it', null],
    ['', null],
    [null, null],
  ])('has %s as %s', (tag, language) => {
    expect(parseLanguage(tag)).toBe(language);
  });
});

describe.each(languages.filter((language) => language !== 'en'))('%s', (language) => {
  const english = new Map([...flatten(wordsOf('en')), ...flatten(sentences.en, '/sentences')]);
  const own = [...flatten(wordsOf(language)), ...flatten(sentences[language], '/sentences')];

  it('has every text, and none that English has not', () => {
    const keys = new Set(own.map(([key]) => key));
    expect([...english.keys()].filter((key) => !keys.has(key))).toEqual([]);
    // Other plural forms than English has.
    const more = own.filter(([key]) => !english.has(key) && !/\/(zero|two|few|many)$/.test(key));
    expect(more).toEqual([]);
  });

  it('fills in the same values', () => {
    const wrong = own.filter(([key, text]) => {
      const model = english.get(key) ?? english.get(key.replace(/\w+$/, 'other')) ?? '';
      // "One attempt" may have its number as a word.
      const spelled = /\/(zero|one|two)$/.test(key) && placeholders(text).length === 0;
      return !spelled && placeholders(text).join() !== placeholders(model).join();
    });
    expect(wrong).toEqual([]);
  });

  it('leaves nothing in English, and nothing empty', () => {
    const wrong = own.filter(([key, text]) => {
      if (text.trim() === '') return true;
      if (shared.has(text)) return false;
      // Nothing but places for values, and what stands between them.
      if (!/\p{L}/u.test(text.replace(/\{\w+\}/g, ''))) return false;
      return text === english.get(key) || (scripts[language] && !scripts[language].test(text));
    });
    expect(wrong).toEqual([]);
  });

  it('has all plural forms that its numbers take', () => {
    const rules = new Intl.PluralRules(languageFacts[language].format);
    for (const n of [0, 1, 2, 3, 4, 5, 8, 11, 100]) {
      const text = sentence(language, 'attempts_left', { n });
      expect(text, String(n)).toMatch(/\S/);
      expect(text).not.toMatch(/[{}]|undefined/);
      if (!['zero', 'one', 'two'].includes(rules.select(n))) expect(text).toContain(String(n));
    }
  });

  it('tells waits in its own words and Latin digits', () => {
    expect(sentence(language, 'limited', { seconds: 45 })).toContain('45');
    expect(sentence(language, 'limited', { seconds: 900 })).toContain('15');
    expect(sentence(language, 'limited', { seconds: 45 })).not.toMatch(/second\b|\{/);
    expect(sentence(language, 'limited', {})).not.toMatch(/NaN|moment\b(?!o)|\{/);
  });
});

it('says what only the staff reads in English', () => {
  expect(sentence('de', 'staff_done')).toBe('Done. It is in the audit log.');
});
