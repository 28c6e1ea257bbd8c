import { createHash, pbkdf2, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

/**
 * Hashes that other systems made, so that their customers keep their passwords. Written against Django 5.2
 * (django.contrib.auth.hashers), Werkzeug 3 (werkzeug.security) and passlib 1.7. Each is upgraded at the next sign-in.
 */
type Check = (password: string, match: RegExpExecArray) => Promise<boolean>;

const pbkdf2Async = promisify(pbkdf2);
const scryptAsync = promisify<string, string, number, ScryptOptions, Buffer>(scrypt);
/** A row must not be able to stop the server. */
const mostIterations = 10_000_000;
/** Bytes. A damaged row with a digest of no length would let everybody in. */
const shortestDigest = 16;
const mostMemory = 256 * 1024 * 1024;

const formats: readonly (readonly [RegExp, Check])[] = [
  [/^\$2[abxy]\$\d\d\$[./A-Za-z0-9]{53}$/, (password, [hash]) => checkBcrypt(password, hash)],
  [/^bcrypt\$(\$2[abxy]\$.{56})$/, (password, [, hash]) => checkBcrypt(password, hash!)],
  // Django hashes first, so that bcrypt's limit of 72 bytes does not cut.
  [
    /^bcrypt_sha256\$(\$2[abxy]\$.{56})$/,
    (password, [, hash]) => checkBcrypt(createHash('sha256').update(password).digest('hex'), hash!),
  ],
  [
    /^pbkdf2_sha(1|256|512)\$(\d+)\$([^$]+)\$([A-Za-z0-9+/=]+)$/,
    (password, [, size, iterations, salt, digest]) =>
      checkPbkdf2(password, `sha${size}`, salt!, Number(iterations), Buffer.from(digest!, 'base64')),
  ],
  // passlib: a salt of any bytes, and base64 with dots.
  [
    /^\$pbkdf2-sha(256|512)\$(\d+)\$([A-Za-z0-9./]+)\$([A-Za-z0-9./]+)$/,
    (password, [, size, iterations, salt, digest]) =>
      checkPbkdf2(password, `sha${size}`, fromDotted(salt!), Number(iterations), fromDotted(digest!)),
  ],
  [
    /^pbkdf2:sha(1|256|512):(\d+)\$([^$]+)\$([0-9a-f]+)$/,
    (password, [, size, iterations, salt, digest]) =>
      checkPbkdf2(password, `sha${size}`, salt!, Number(iterations), Buffer.from(digest!, 'hex')),
  ],
  [
    /^scrypt:(\d+):(\d+):(\d+)\$([^$]+)\$([0-9a-f]+)$/,
    (password, [, cost, blockSize, lanes, salt, digest]) =>
      checkScrypt(password, salt!, [cost, blockSize, lanes].map(Number), Buffer.from(digest!, 'hex')),
  ],
  [
    /^scrypt\$(\d+)\$([^$]+)\$(\d+)\$(\d+)\$([A-Za-z0-9+/=]+)$/,
    (password, [, cost, salt, blockSize, lanes, digest]) =>
      checkScrypt(password, salt!, [cost, blockSize, lanes].map(Number), Buffer.from(digest!, 'base64')),
  ],
];

/** Whether a hash can be checked here; for importers. Argon2 hashes are password.ts's own. */
export function isImportedHash(hash: string): boolean {
  return formats.some(([pattern]) => pattern.test(hash));
}

/** Whether the password belongs to an imported hash. Never throws for an odd row: nobody gets in by it. */
export async function verifyImportedHash(hash: string, password: string): Promise<boolean> {
  for (const [pattern, check] of formats) {
    const match = pattern.exec(hash);
    if (match) return check(password, match).catch(() => false);
  }
  return false;
}

async function checkBcrypt(password: string, hash: string): Promise<boolean> {
  const { verify } = await import('@node-rs/bcrypt');
  return verify(password, hash);
}

const fromDotted = (text: string) => Buffer.from(text.replaceAll('.', '+'), 'base64');

async function checkScrypt(password: string, salt: string, cost: number[], expected: Buffer) {
  const [N, r, p] = cost;
  if (expected.length < shortestDigest) return false;
  const digest = await scryptAsync(password, salt, expected.length, { N, r, p, maxmem: mostMemory });
  return timingSafeEqual(digest, expected);
}

async function checkPbkdf2(
  password: string,
  algorithm: string,
  salt: string | Buffer,
  iterations: number,
  expected: Buffer,
) {
  if (iterations < 1 || iterations > mostIterations || expected.length < shortestDigest) return false;
  return timingSafeEqual(await pbkdf2Async(password, salt, iterations, expected.length, algorithm), expected);
}
