import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SettingsError } from '@/lib/config/settings-error';
import { type TextKey, type Texts, textsEn } from './texts-en';

const maxLength = 1000;
/** Filled in every text. */
const everywhere = ['app', 'host', 'time', 'clock'];
/** A message without these would be of no use. */
const needed = ['code', 'amount', 'payee', 'url'];

/**
 * The operator's texts: `<language>.json` files in MESSAGES_DIR, each an object of message names and sentences, by tag in
 * lower case. All mistakes of all files are told at once. Docs: docs/messages.md.
 * @throws SettingsError
 */
export function readOwnTexts(folder: string): Map<string, Partial<Texts>> {
  const problems: string[] = [];
  const own = new Map<string, Partial<Texts>>();
  for (const file of listFiles(folder, problems)) {
    const tag = file.replace(/\.json$/i, '');
    if (!isLanguageTag(tag)) {
      problems.push(
        `MESSAGES_DIR has ${file}, which is named for no language. Name files like de.json or pt-BR.json.`,
      );
      continue;
    }
    const texts = readObject(join(folder, file), file, problems);
    for (const [key, text] of Object.entries(texts)) problems.push(...findProblems(file, key, text));
    own.set(tag.toLowerCase(), texts as Partial<Texts>);
  }
  if (problems.length > 0) throw new SettingsError(problems);
  return own;
}

function listFiles(folder: string, problems: string[]): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => /\.json$/i.test(name))
      .sort();
  } catch {
    problems.push(`MESSAGES_DIR is "${folder}", which is no folder that can be read.`);
    return [];
  }
}

function isLanguageTag(tag: string): boolean {
  try {
    return /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i.test(tag) && Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}

function readObject(path: string, file: string, problems: string[]): Record<string, unknown> {
  try {
    const read: unknown = JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''));
    if (typeof read === 'object' && read !== null && !Array.isArray(read)) return { ...read };
    problems.push(`${file} in MESSAGES_DIR has to be an object: {"login.subject": "…"}.`);
  } catch (error) {
    problems.push(`${file} in MESSAGES_DIR cannot be read as JSON: ${(error as Error).message}`);
  }
  return {};
}

function findProblems(file: string, key: string, text: unknown): string[] {
  const place = `"${key}" in ${file} (MESSAGES_DIR)`;
  if (!Object.hasOwn(textsEn, key)) return [`${place} is no message. docs/messages.md has the names.`];
  const ours = placeholdersOf(textsEn[key as TextKey]);
  if (typeof text !== 'string') return [`${place} has to be a text in quotes.`];
  if (text.trim() === '' && textsEn[key as TextKey] !== '') return [`${place} is empty.`];
  if (text.length > maxLength) return [`${place} is longer than ${maxLength} characters.`];
  const problems: string[] = [];
  // The last line of a text message binds its code to this site; a break in a subject starts another header.
  if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text)) problems.push(`${place} has a line break or a control character.`);
  const theirs = placeholdersOf(text);
  const allowed = [...ours, ...everywhere, ...(ours.includes('life') ? ['until'] : [])];
  for (const name of theirs.filter((name) => !allowed.includes(name))) {
    problems.push(`${place} has {${name}}, which is not filled in here. It may have ${list(allowed)}.`);
  }
  for (const name of needed.filter((name) => ours.includes(name) && !theirs.includes(name))) {
    problems.push(`${place} lacks {${name}}.`);
  }
  if (/[{}]/.test(text.replace(/\{[a-z]+\}/g, '')))
    problems.push(`${place} has a brace that closes nothing.`);
  return problems;
}

export function placeholdersOf(text: string): string[] {
  return [...new Set([...text.matchAll(/\{([^{}]*)\}/g)].map((match) => match[1]!))];
}

function list(names: readonly string[]): string {
  return [...new Set(names)].map((name) => `{${name}}`).join(', ');
}
