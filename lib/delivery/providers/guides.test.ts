import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { FailureKind } from '../delivery-error';
import { awsFailures } from './aws-errors';
import { msg91Failures } from './msg91';
import { twilioFailures } from './twilio-failures';
import { vonageFailures } from './vonage';

// What the guides say has to be what the code does. Their settings: e2e/guides/blocks.test.ts.

const folder = 'docs/providers';
const guides = readdirSync(folder).map((name) => ({ name, text: readFileSync(`${folder}/${name}`, 'utf8') }));

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
