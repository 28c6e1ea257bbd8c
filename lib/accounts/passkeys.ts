import type { Database } from '@/lib/db/client';

export interface StoredPasskey {
  factorId: string;
  userId: string;
  /** base64url. */
  credentialId: string;
  publicKey: Uint8Array;
  counter: number;
  transports: string[];
}

type Queryable = Pick<Database, '$queryRaw' | '$executeRaw'>;

/** The passkey with this id, of an account that is active. */
export async function getPasskey(db: Queryable, credentialId: string): Promise<StoredPasskey | null> {
  const rows = await db.$queryRaw<(StoredPasskey & { counter: bigint })[]>`
    SELECT p."factorId"::text AS "factorId", f."userId"::text AS "userId", p."credentialId", p."publicKey", p."counter",
           p."transports"
      FROM "Passkey" p JOIN "Factor" f ON f."id" = p."factorId" JOIN "User" u ON u."id" = f."userId"
     WHERE p."credentialId" = ${credentialId} AND f."confirmedAt" IS NOT NULL AND u."status" = 'active'`;
  return rows[0] ? { ...rows[0], counter: Number(rows[0].counter) } : null;
}

/** What a browser has to know to find, or not to make again, the passkeys of an account. */
export async function findPasskeyIds(
  db: Queryable,
  userId: string,
): Promise<{ id: string; transports: string[] }[]> {
  return db.$queryRaw<{ id: string; transports: string[] }[]>`
    SELECT p."credentialId" AS "id", p."transports" FROM "Passkey" p JOIN "Factor" f ON f."id" = p."factorId"
     WHERE f."userId" = ${userId}::uuid AND f."confirmedAt" IS NOT NULL ORDER BY f."createdAt"`;
}

/** @returns false where this passkey is known already, for whatever account. */
export async function addPasskey(
  db: Queryable,
  userId: string,
  name: string,
  passkey: Omit<StoredPasskey, 'factorId' | 'userId'>,
): Promise<boolean> {
  const added = await db.$executeRaw`
    WITH factor AS (
      INSERT INTO "Factor" ("userId", "kind", "name", "confirmedAt")
      SELECT ${userId}::uuid, 'passkey', ${name}, now()
       WHERE NOT EXISTS (SELECT 1 FROM "Passkey" WHERE "credentialId" = ${passkey.credentialId})
      RETURNING "id"
    )
    INSERT INTO "Passkey" ("factorId", "credentialId", "publicKey", "counter", "transports")
    SELECT "id", ${passkey.credentialId}, ${passkey.publicKey}::bytea, ${passkey.counter}, ${passkey.transports}::text[]
      FROM factor`;
  return added === 1;
}

/**
 * Notes a use. An authenticator that counts has to count up: a number that was seen already comes from a copy of it.
 * @returns false for such a number
 */
export async function notePasskeyUse(db: Queryable, factorId: string, counter: number): Promise<boolean> {
  const noted = await db.$executeRaw`
    WITH used AS (
      UPDATE "Passkey" SET "counter" = ${counter}
       WHERE "factorId" = ${factorId}::uuid AND ("counter" < ${counter} OR ("counter" = 0 AND ${counter} = 0))
      RETURNING "factorId"
    )
    UPDATE "Factor" SET "lastUsedAt" = now() WHERE "id" IN (SELECT "factorId" FROM used)`;
  return noted === 1;
}

/** Only its owner's, and only a passkey: the other kinds have no name. */
export async function renamePasskey(
  db: Queryable,
  userId: string,
  factorId: string,
  name: string,
): Promise<boolean> {
  const renamed = await db.$executeRaw`
    UPDATE "Factor" SET "name" = ${name}
     WHERE "id" = ${factorId}::uuid AND "userId" = ${userId}::uuid AND "kind" = 'passkey'`;
  return renamed === 1;
}
