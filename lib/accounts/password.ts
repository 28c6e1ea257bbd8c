import { randomBytes } from 'node:crypto';
import { hash, type ParsedHashOptions, parseOptions, verify } from '@node-rs/argon2';
import { createHashQueue } from './hash-queue';
import { isImportedHash, verifyImportedHash } from './imported-hash';
import { isOverlong, longestPassword } from './password-policy';

export { checkPassword, type PasswordOwner, type PasswordProblem } from './password-policy';

/** Argon2id, the smallest cost that OWASP recommends: 19 MiB, two passes, one lane. */
const argon2id = 2;
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
// Next evaluates modules more than once in a process: all of them share the cores.
const store = globalThis as unknown as { latchkeyHashQueue?: ReturnType<typeof createHashQueue> };
store.latchkeyHashQueue ??= createHashQueue();
const queue = store.latchkeyHashQueue;

/** A hash that no password has, of the same cost as a real one: an unknown account takes as long as a known one. */
const nobodysHash = [
  `$argon2id$v=19$m=${cost.memoryCost},t=${cost.timeCost},p=${cost.parallelism}`,
  toBase64(randomBytes(16)),
  toBase64(randomBytes(32)),
].join('$');

/** The Argon2id hash of a password that checkPassword let through, in PHC form. @throws HashQueueFull */
export async function hashPassword(password: string): Promise<string> {
  if (isTooLong(password)) throw new RangeError('The password was not checked: it is too long.');
  return queue(() => hash(password.normalize('NFC'), { ...cost, algorithm: argon2id }));
}

export interface PasswordVerdict {
  ok: boolean;
  /** To be stored in place of the old hash, when that was imported or cheaper than ours. */
  upgradedHash: string | null;
}

/**
 * Whether a password belongs to a stored hash. Null (no account, or one without a password) costs the same work.
 * @throws HashQueueFull
 */
export async function verifyPassword(storedHash: string | null, password: string): Promise<PasswordVerdict> {
  if (isTooLong(password)) return { ok: false, upgradedHash: null };
  const right = await matches(storedHash, password);
  if (!right || storedHash === null) return { ok: false, upgradedHash: null };
  return { ok: true, upgradedHash: needsRehash(storedHash) ? await hashPassword(password) : null };
}

/** Whether a hash should be replaced at the next sign-in: imported, or with another cost than ours. */
export function needsRehash(storedHash: string): boolean {
  const options = parseArgon2(storedHash);
  return (
    options === null ||
    options.algorithm !== argon2id ||
    options.memoryCost < cost.memoryCost ||
    options.timeCost < cost.timeCost ||
    storedHash.startsWith('argon2$')
  );
}

async function matches(storedHash: string | null, password: string): Promise<boolean> {
  const normal = password.normalize('NFC');
  if (storedHash !== null && isImportedHash(storedHash)) {
    // Others hash what was typed, in whatever normal form that was.
    const forms = [...new Set([password, normal])];
    return queue(async () => {
      for (const form of forms) if (await verifyImportedHash(storedHash, form)) return true;
      return false;
    });
  }
  // A row with an unreadable hash lets nobody in, and takes as long as the others.
  const readable =
    storedHash !== null && parseArgon2(storedHash) !== null ? withoutPrefix(storedHash) : nobodysHash;
  return queue(() => verify(readable, normal));
}

function parseArgon2(storedHash: string): ParsedHashOptions | null {
  try {
    return parseOptions(withoutPrefix(storedHash));
  } catch {
    return null;
  }
}

/** Django writes `argon2$argon2id$v=19$…`, where the standard has `$argon2id$v=19$…`. */
function withoutPrefix(storedHash: string): string {
  return storedHash.replace(/^argon2(?=\$argon2)/, '');
}

function isTooLong(password: string): boolean {
  return isOverlong(password) || [...password.normalize('NFC')].length > longestPassword;
}

function toBase64(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}
