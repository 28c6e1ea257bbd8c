import { createHash, randomBytes } from 'node:crypto';
import type { Database } from '@/lib/db/client';

/** Crockford's base 32: no I, L, O and U, so that a printed code can be typed. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const codeCount = 10;
/** 16 letters of 5 bits: 80 bits, above the 64 that let an unsalted fast hash do. */
const codeLength = 16;

type Queryable = Pick<Database, '$queryRaw' | '$executeRaw'>;

/** Ten new codes in place of all former ones. They are shown once; the table keeps their hashes. */
export async function makeBackupCodes(db: Queryable, userId: string): Promise<string[]> {
  const codes = Array.from({ length: codeCount }, makeCode);
  const hashes = codes.map((code) => hashCode(userId, code));
  await db.$executeRaw`DELETE FROM "BackupCode" WHERE "userId" = ${userId}::uuid`;
  await db.$executeRaw`
    INSERT INTO "BackupCode" ("userId", "codeHash") SELECT ${userId}::uuid, unnest(${hashes}::bytea[])`;
  return codes.map((code) => code.replace(/(.{4})(?=.)/g, '$1-'));
}

/** Uses a code up: exactly one caller gets it. @returns how many are left, or null when it is none or was used. */
export async function takeBackupCode(db: Queryable, userId: string, code: string): Promise<number | null> {
  const used = await db.$executeRaw`
    UPDATE "BackupCode" SET "usedAt" = now()
     WHERE "userId" = ${userId}::uuid AND "codeHash" = ${hashCode(userId, code)}::bytea AND "usedAt" IS NULL`;
  return used === 1 ? countBackupCodes(db, userId) : null;
}

/** How many codes can still be used. */
export async function countBackupCodes(db: Queryable, userId: string): Promise<number> {
  const rows = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS "count" FROM "BackupCode" WHERE "userId" = ${userId}::uuid AND "usedAt" IS NULL`;
  return rows[0]?.count ?? 0;
}

/** 256 is a multiple of 32: no letter is likelier than another. */
function makeCode(): string {
  return Array.from(randomBytes(codeLength), (byte) => alphabet[byte & 31]).join('');
}

function hashCode(userId: string, code: string): Buffer {
  return createHash('sha256').update(`${userId}\n${code}`).digest();
}
