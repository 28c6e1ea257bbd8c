import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SettingsError } from '@/lib/config/settings-error';
import { buildLanguages } from './catalogue';
import { textsEn } from './texts-en';

let root: string;
let count = 0;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'messages-'));
});
afterAll(() => rmSync(root, { recursive: true }));

/** A folder with these files; what is no text is written as JSON. */
function folderOf(files: Record<string, unknown>): string {
  count += 1;
  const folder = join(root, String(count));
  mkdirSync(folder);
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return folder;
}

function problemsOf(files: Record<string, unknown>): readonly string[] {
  try {
    buildLanguages(folderOf(files));
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
}

describe('texts of the operator', () => {
  test('replace ours one by one, in a language and in its regions', () => {
    const languages = buildLanguages(
      folderOf({
        'de.json': { 'login.subject': 'Ihr Schlüssel zu {app}' },
        'de-CH.json': { 'greeting.plain': 'Grüezi,' },
        'notes.txt': 'no text of ours',
      }),
    );
    expect(languages.get('de')!.texts['login.subject']).toBe('Ihr Schlüssel zu {app}');
    expect(languages.get('de')!.texts['greeting.plain']).toBe('Guten Tag,');
    expect(languages.get('de-ch')).toMatchObject({
      tag: 'de-CH',
      texts: { 'login.subject': 'Ihr Schlüssel zu {app}', 'greeting.plain': 'Grüezi,' },
    });
  });

  test('may be in a language that we have not, with English for what they lack', () => {
    const hebrew = buildLanguages(folderOf({ 'he.json': { 'greeting.plain': 'שלום,' } })).get('he')!;
    expect(hebrew).toMatchObject({ tag: 'he', direction: 'rtl' });
    expect(hebrew.texts).toEqual({ ...textsEn, 'greeting.plain': 'שלום,' });
  });

  test.each([
    [{ 'de.json': '{' }, 'cannot be read as JSON'],
    [{ 'de.json': '[]' }, 'has to be an object'],
    [{ 'german!.json': {} }, 'is named for no language'],
    [{ 'de.json': { 'login.subjekt': 'x' } }, '"login.subjekt" in de.json (MESSAGES_DIR) is no message'],
    [{ 'de.json': { constructor: 'x' } }, '"constructor" in de.json (MESSAGES_DIR) is no message'],
    [{ 'de.json': { 'login.subject': 7 } }, 'has to be a text'],
    [{ 'de.json': { 'login.subject': ' ' } }, 'is empty'],
    [{ 'de.json': { 'login.subject': 'x'.repeat(1001) } }, 'is longer than 1000'],
    [{ 'de.json': { 'sms.code': 'Ihr Code.' } }, '"sms.code" in de.json (MESSAGES_DIR) lacks {code}.'],
    [{ 'de.json': { 'login.subject': 'Ihr Code {code}' } }, 'has {code}, which is not filled in here'],
    [{ 'de.json': { 'login.subject': 'Bei {firma}' } }, 'It may have {app}, {host}, {time}, {clock}.'],
    [{ 'de.json': { 'login.subject': 'Bei {app' } }, 'has a brace that closes nothing'],
    [{ 'de.json': { 'sms.code': '{code}\n\n@evil.com #1' } }, 'has a line break'],
  ])('are refused when they are %j', (files, sentence) => {
    expect(problemsOf(files).join('\n')).toContain(sentence);
  });

  test('have all their mistakes told at once', () => {
    expect(problemsOf({ 'de.json': { a: 'x', 'sms.code': 'y' }, 'fr.json': '[]' })).toHaveLength(3);
  });

  test('are missed when the folder is not there', () => {
    expect(() => buildLanguages(join(root, 'nowhere'))).toThrow('is no folder that can be read');
  });

  test('may repeat everything that we say', () => {
    expect(problemsOf({ 'en.json': textsEn })).toEqual([]);
  });
});
