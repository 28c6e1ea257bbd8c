import { describe, expect, it } from 'vitest';
import { visitorFrom } from './visitor';

const localeOf = (headers: Record<string, string>) => visitorFrom(new Headers(headers)).locale;

describe('the language of a visitor', () => {
  it.each([
    ['the first that we have texts in', { 'accept-language': 'it, de-AT;q=0.9, en' }, 'de-AT'],
    ['the first of all, where we have none of them', { 'accept-language': 'it-IT, nl' }, 'it-IT'],
    ['none, where the browser names none', {}, null],
    ['the one chosen in the menu', { 'accept-language': 'en', cookie: 'latchkey.language=de' }, 'de'],
    [
      'that with the region of the browser',
      { 'accept-language': 'en, pt-BR', cookie: 'a=b; latchkey.language=pt' },
      'pt-BR',
    ],
    [
      'the browser’s where the cookie is nonsense',
      { 'accept-language': 'fr', cookie: 'latchkey.language=x' },
      'fr',
    ],
  ] as const)('is %s', (_, headers, locale) => {
    expect(localeOf(headers)).toBe(locale);
  });
});
