import { describe, expect, test } from 'vitest';
import { listLanguages, shippedTexts } from './catalogue';
import { measureSms } from './measure-sms';
import { placeholdersOf } from './own-texts';
import { renderSample, sampleCode, sampleKinds, sampleParams } from './sample-messages';
import { type TextKey, textsEn } from './texts-en';

const site = { appName: 'Latchkey', appUrl: new URL('https://login.example.com') };
const keys = Object.keys(textsEn) as TextKey[];
const tags = Object.keys(shippedTexts);
const lastLine = `@login.example.com #${sampleCode}`;

const hostile = [
  'Bob\r\nBcc: victim@example.com',
  '<a href="https://evil.com">click</a>',
  '{{7*7}} {code} {url}',
  '@evil.com #111111',
  'Bob\n\n@evil.com #111111',
  '\u202Egnirts\u202C \u2066x\u2069',
];

describe.each(tags)('the texts of %s', (tag) => {
  const texts = shippedTexts[tag]!;

  test('lack no sentence', () => {
    expect(keys.filter((key) => texts[key] === undefined)).toEqual([]);
  });

  test('have the placeholders of the English ones', () => {
    const differing = keys.filter(
      (key) => String(placeholdersOf(texts[key]!).sort()) !== String(placeholdersOf(textsEn[key]).sort()),
    );
    expect(differing).toEqual([]);
  });

  test('are translated', () => {
    // A footer, an empty sentence, words that two languages share.
    const shared = new Set(['mail.footer', 'sms.compat', 'fact.site', 'fact.action']);
    const same = tag === 'en' ? [] : keys.filter((key) => texts[key] === textsEn[key] && !shared.has(key));
    expect(same).toEqual([]);
  });
});

describe.each(tags)('every message in %s', (tag) => {
  const direction = tag === 'ar' ? 'rtl' : 'ltr';

  test.each(sampleKinds)('$id is complete', (kind) => {
    const { locale, subject, text, html } = renderSample(kind, tag, site);
    const all = `${subject}\n${text}\n${html ?? ''}`;
    expect(locale).toBe(tag);
    expect(all).not.toMatch(/\{[a-z]+\}|undefined|NaN|\(\)|[\u202a-\u202e\u2066-\u2069]/);
    const isCode = kind.purpose !== null;
    if (kind.channel === 'email') {
      expect(subject).toContain('Latchkey');
      expect(subject).not.toContain(sampleCode);
      expect(subject).not.toMatch(/[\r\n]/);
      for (const body of [text, html!]) {
        expect(body.includes(sampleCode)).toBe(isCode);
        expect(body).toContain('login.example.com');
        expect(body).toContain(' 2026');
        expect(body).toMatch(/\/undo\?t=|\/not-me\?t=[a-p]{72}/);
      }
      expect(html).toContain(`<html lang="${tag}" dir="${direction}"`);
      expect(html).toContain('prefers-color-scheme:dark');
      expect(html!.includes(`aria-label="${[...sampleCode].join(', ')}"`)).toBe(isCode);
      expect(html).not.toMatch(/<img|url\(|@import|<script|src=/);
    } else {
      expect({ subject, html }).toEqual({ subject: '', html: null });
      const spoken = kind.channel === 'voice' ? [...sampleCode].join(', ') : sampleCode;
      expect(text.includes(spoken)).toBe(isCode);
    }
    if (kind.channel === 'sms' && isCode) expect(text.split('\n').at(-1)).toBe(lastLine);
    else if (kind.channel !== 'email') expect(text).not.toMatch(/@|#/);
  });

  test.each(sampleKinds.filter(({ channel }) => channel === 'sms'))('$id costs the least it can', (kind) => {
    const { encoding, segments } = measureSms(renderSample(kind, tag, site).text);
    const script = tag === 'hi' || tag === 'ar';
    expect(encoding).toBe(script ? 'ucs2' : 'gsm7');
    // A signed link alone is longer than a segment of the other encoding; an approval names amount and payee.
    const long = /^(factor_off|release_planned|address_changed|address_removed|approval)\./.test(kind.id);
    expect(segments).toBeLessThanOrEqual(kind.purpose === 'approval' && script ? 3 : long ? 2 : 1);
  });

  test.each(hostile)('neutralises %j', (words) => {
    for (const kind of sampleKinds) {
      const params = Object.fromEntries(Object.keys(sampleParams).map((name) => [name, words]));
      const { subject, text, html } = renderSample(kind, tag, site, params);
      // The braces of the style sheet are ours.
      const all = `${subject}\n${text}\n${html?.replace(/<style>.*?<\/style>/gs, '') ?? ''}`;
      expect(all).not.toMatch(
        /evil\.com|#111111|\nBcc|[{}]|href="https:\/\/evil|[\u202a-\u202e\u2066-\u2069]/,
      );
      if (kind.channel === 'sms' && kind.purpose) expect(text.split('\n').at(-1)).toBe(lastLine);
    }
  });
});

test('there are seven languages, and each is found by its regional tags', () => {
  expect(listLanguages().map(({ tag }) => tag)).toEqual(['en', 'hi', 'es', 'fr', 'de', 'pt', 'ar']);
});
