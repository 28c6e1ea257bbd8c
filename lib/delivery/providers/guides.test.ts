import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { loadSettings } from '@/lib/config/settings';
import type { FailureKind } from '../delivery-error';
import { awsFailures } from './aws-errors';
import { msg91Failures } from './msg91';
import { twilioFailures } from './twilio-failures';
import { vonageFailures } from './vonage';

// What the guides say has to be what the code does.

const folder = 'docs/providers';
const guides = readdirSync(folder).map((name) => ({ name, text: readFileSync(`${folder}/${name}`, 'utf8') }));

/** The settings of a guide's blocks; a later block builds on those before it. */
function blocksOf(text: string): Record<string, string>[] {
  const blocks = [...text.matchAll(/```ini\n([\s\S]*?)```/g)].map(([, block]) =>
    Object.fromEntries(
      block!
        .split('\n')
        .filter((line) => /^\w+=/.test(line))
        .map((line) => {
          const at = line.indexOf('=');
          // `...` and `xxxx` stand for what the reader puts there.
          return [
            line.slice(0, at),
            line.slice(at + 1).replace(/^\.\.\.$|…$/, 'Placeholder0123456789abcdef'),
          ];
        }),
    ),
  );
  return blocks.map((_, index) => Object.assign({}, ...blocks.slice(0, index + 1)) as Record<string, string>);
}

describe('the settings that a guide shows', () => {
  const base = {
    APP_SECRET: 'only-for-tests-0123456789-abcdefghijklmnop',
    APP_URL: 'https://login.example.com',
  };
  test.each(guides.filter(({ text }) => text.includes('```ini')))('are understood: $name', ({ text }) => {
    for (const block of blocksOf(text)) {
      // Each guide has one channel in view; the other is carried by something.
      const others = { EMAIL_HOST: 'mail.example.com', DEFAULT_FROM_EMAIL: 'login@example.com' };
      expect(() =>
        loadSettings({ ...base, ...('EMAIL_HOST' in block ? {} : others), ...block }),
      ).not.toThrow();
    }
  });
});

const tables: Readonly<Record<string, Readonly<Record<string, [FailureKind, string]>>>> = {
  'twilio.md': twilioFailures,
  'vonage.md': vonageFailures,
  'msg91.md': msg91Failures,
  'sns.md': awsFailures,
  'ses.md': awsFailures,
};

/** Codes and kinds of the rows "| `21608`, `…` (`rejected`) | why | what to do |". */
function rowsOf(text: string): { codes: string[]; kind: string }[] {
  return [...text.matchAll(/^\| ((?:`\w+`(?:, )?)+)[^|]*? \(`(\w+)`\) \|/gm)].map(([, codes, kind]) => ({
    codes: [...codes!.matchAll(/`(\w+)`/g)].map(([, code]) => code!),
    kind: kind!,
  }));
}

describe('the troubleshooting table', () => {
  test.each(Object.entries(tables))('of %s has the kinds of the code', (name, failures) => {
    const rows = rowsOf(guides.find((guide) => guide.name === name)!.text);
    expect(rows.length).toBeGreaterThan(4);
    const said = rows.flatMap(({ codes, kind }) => codes.map((code) => `${code} ${kind}`));
    const done = rows.flatMap(({ codes }) => codes.map((code) => `${code} ${failures[code]?.[0]}`));
    expect(said).toEqual(done);
  });
});
