import { getSettings } from '@/lib/config/settings';
import { fail, ok, type Result } from '@/lib/result';

export type PasswordProblem = 'too_short' | 'too_long' | 'common' | 'own_words' | 'whitespace_only';

/** Code points, after NFC. */
export const longestPassword = 256;

/** Whom the password belongs to: its words are the first that somebody guesses. */
export interface PasswordOwner {
  name?: string | null;
  email?: string | null;
  phone?: string | null;
}

export interface PasswordPolicy {
  minLength: number;
  appName: string;
}

/**
 * Length, block-list and own words; no composition rules (NIST SP 800-63B-4, 3.1.1.2). Done is the password in NFC.
 * Refuses over-long input before it costs anything.
 */
export async function checkPassword(
  password: string,
  owner: PasswordOwner | null,
  policy: PasswordPolicy = settingsPolicy(),
): Promise<Result<string, PasswordProblem>> {
  if (isOverlong(password)) return fail('too_long');
  const normal = password.normalize('NFC');
  const length = [...normal].length;
  if (length > longestPassword) return fail('too_long');
  if (normal.trim() === '') return fail(length === 0 ? 'too_short' : 'whitespace_only');
  if (length < policy.minLength) return fail('too_short');
  if (await isCommon(normal)) return fail('common');
  return hasOwnWords(normal, ownWords(owner, policy.appName), policy.minLength)
    ? fail('own_words')
    : ok(normal);
}

/** Longer than any password in any normal form: refused before it is looked at. */
export function isOverlong(password: string): boolean {
  // NFC joins at most a few characters into one; UTF-16 takes two units for the rarest.
  return password.length > 4 * longestPassword;
}

function settingsPolicy(): PasswordPolicy {
  const { passwordMinLength, appName } = getSettings();
  return { minLength: passwordMinLength, appName };
}

let list: Promise<ReadonlySet<string>> | undefined;

async function isCommon(password: string): Promise<boolean> {
  list ??= import('./common-passwords').then(
    ({ commonPasswords }) => new Set(commonPasswords.trim().split(/\s+/)),
  );
  const common = await list;
  const lower = password.toLowerCase();
  return variants(lower).some((variant) => common.has(variant) || isPattern(variant));
}

const leet: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '!': 'i',
  '3': 'e',
  '4': 'a',
  '@': 'a',
  '5': 's',
  $: 's',
  '7': 't',
  '8': 'b',
};

function unleet(text: string, one = 'i'): string {
  return text.replace(/[01!34@5$78]/g, (sign) => (sign === '1' || sign === '!' ? one : leet[sign]!));
}

/** As it is, without the digits and signs that people put around a word (at most five), and with letters for leet. */
function variants(lower: string): string[] {
  const core = /^[^\p{L}]{0,5}(\p{L}.*?)[^\p{L}]{0,5}$/u.exec(lower)?.[1];
  const bare = core && core.length >= 5 ? [lower, core] : [lower];
  const forms = [...bare, lower.replace(/[\d\W_]{1,5}$/, '')].filter((form) => form.length >= 5);
  const plain = forms.flatMap((form) => [form, unleet(form), unleet(form, 'l')]);
  return plain.flatMap((form) => [form, repeatedUnit(form)]);
}

/** `abcabcabc` is `abc`: repeating adds length, not strength. */
function repeatedUnit(text: string): string {
  return /^(.{2,}?)\1+$/su.exec(text)?.[1] ?? text;
}

/** One character over and over, or a run up or down the alphabet, the digits or a row of keys. */
function isPattern(text: string): boolean {
  if (/^(.)\1*$/su.test(text)) return true;
  const rows = ['abcdefghijklmnopqrstuvwxyz', '01234567890123456789', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm'];
  return (
    text.length >= 4 && rows.some((row) => row.includes(text) || [...row].reverse().join('').includes(text))
  );
}

function ownWords(owner: PasswordOwner | null, appName: string): string[] {
  const local = owner?.email?.split('@')[0] ?? '';
  const domain = owner?.email?.split('@')[1]?.split('.')[0] ?? '';
  const digits = owner?.phone?.replace(/\D/g, '') ?? '';
  const texts = [owner?.name ?? '', local, domain, appName].map((text) =>
    text.normalize('NFC').toLowerCase(),
  );
  const words = texts.flatMap((text) => [
    text,
    text.replace(/[^\p{L}\p{N}]/gu, ''),
    ...text.split(/[^\p{L}\p{N}]+/u),
  ]);
  // Phone numbers are typed with and without their country code.
  const phones = digits === '' ? [] : [digits, digits.slice(-10), digits.slice(-7)];
  return [...new Set([...words, ...phones])]
    .filter((word) => [...word].length >= 3)
    .sort((a, b) => b.length - a.length);
}

/** Own words count for nothing: what is left without them has to be long enough by itself. */
function hasOwnWords(password: string, words: string[], minLength: number): boolean {
  const lower = password.toLowerCase();
  return [lower, unleet(lower), unleet(lower, 'l')].some((form) => {
    const rest = words.reduce((text, word) => text.split(word).join(''), form);
    return rest !== form && [...rest].length < minLength;
  });
}
