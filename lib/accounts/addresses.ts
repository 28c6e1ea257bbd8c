import { createHash, randomUUID } from 'node:crypto';
import { signUndoToken } from '@/lib/config/undo-token';
import { type Database, Prisma } from '@/lib/db/client';
import { afterLock, lockedWhere } from './lock-account';

export type AddressKind = 'email' | 'phone';

type Queryable = Pick<Database, '$queryRaw' | '$executeRaw'>;

/** A change of an address can be taken back for so long by who has the old one. */
const undoHours = 72;

/** Remembers an address that a customer wants to use. It counts for nothing before it is proved. */
export async function keepPendingAddress(
  db: Queryable,
  userId: string,
  kind: AddressKind,
  address: string,
): Promise<void> {
  await db.$executeRaw`
    INSERT INTO "PendingAddress" ("userId", "kind", "address") VALUES (${userId}::uuid, ${kind}, ${address})
    ON CONFLICT ("userId", "kind") DO UPDATE SET "address" = EXCLUDED."address", "createdAt" = now()`;
}

export async function findPendingAddresses(
  db: Queryable,
  userId: string,
): Promise<{ kind: AddressKind; address: string }[]> {
  return db.$queryRaw<{ kind: AddressKind; address: string }[]>`
    SELECT "kind", "address" FROM "PendingAddress" WHERE "userId" = ${userId}::uuid`;
}

export interface FormerAddress {
  address: string | null;
  verifiedAt: Date | null;
}

/**
 * Gives an account an address (null takes it away), and says which one it had before. It was just proved, unless
 * `isProved` says otherwise. The unique constraint decides between two accounts. Afterwards nobody writes a row that names the
 * account until the transaction ends, so whatever else it locks comes before. @throws the constraint's error where another account was first.
 */
export async function setAddress(
  db: Queryable,
  userId: string,
  kind: AddressKind,
  address: string | null,
  isProved = true,
): Promise<FormerAddress> {
  const proved = isProved && address !== null;
  const former =
    kind === 'email'
      ? await db.$queryRaw<FormerAddress[]>`
          SELECT "email" AS "address", "emailVerifiedAt" AS "verifiedAt" FROM "User" WHERE "id" = ${userId}::uuid FOR NO KEY UPDATE`
      : await db.$queryRaw<FormerAddress[]>`
          SELECT "phone" AS "address", "phoneVerifiedAt" AS "verifiedAt" FROM "User" WHERE "id" = ${userId}::uuid FOR NO KEY UPDATE`;
  if (kind === 'email') {
    await db.$executeRaw`
      UPDATE "User" SET "email" = ${address}::text, "emailVerifiedAt" = CASE WHEN ${proved}::boolean THEN now() END
       WHERE "id" = ${userId}::uuid`;
  } else {
    await db.$executeRaw`
      UPDATE "User" SET "phone" = ${address}::text, "phoneVerifiedAt" = CASE WHEN ${proved}::boolean THEN now() END
       WHERE "id" = ${userId}::uuid`;
  }
  await db.$executeRaw`DELETE FROM "PendingAddress" WHERE "userId" = ${userId}::uuid AND "kind" = ${kind}`;
  return former[0] ?? { address: null, verifiedAt: null };
}

/** Opens the way back to a proved address that was replaced. @returns the id that its link is signed for. */
export async function keepUndo(
  db: Queryable,
  userId: string,
  kind: AddressKind,
  former: { address: string; verifiedAt: Date },
): Promise<string> {
  const id = randomUUID();
  const tokenHash = createHash('sha256').update(signUndoToken(id)).digest();
  await db.$executeRaw`
    INSERT INTO "AddressUndo" ("id", "tokenHash", "userId", "kind", "address", "verifiedAt", "expiresAt")
    VALUES (${id}::uuid, ${tokenHash}::bytea, ${userId}::uuid, ${kind}, ${former.address}, ${former.verifiedAt},
            now() + ${undoHours} * interval '1 hour')`;
  return id;
}

export interface Undo {
  userId: string;
  kind: AddressKind;
  address: string;
}

/** Uses the way back up, for exactly one caller, and with it every later one: those lead to addresses of an intruder. Locks the account. */
export async function takeUndo(db: Queryable, id: string): Promise<Undo | null> {
  const rows = await db.$queryRaw<Undo[]>`
    WITH ${lockedWhere(Prisma.sql`"id" = (SELECT "userId" FROM "AddressUndo" WHERE "id" = ${id}::uuid)`)}, taken AS (
      UPDATE "AddressUndo" SET "usedAt" = now()
       WHERE "id" = ${id}::uuid AND "usedAt" IS NULL AND "expiresAt" > now() AND ${afterLock}
      RETURNING *
    ), later AS (
      UPDATE "AddressUndo" a SET "usedAt" = now() FROM taken
       WHERE a."userId" = taken."userId" AND a."kind" = taken."kind" AND a."id" <> taken."id"
         AND a."createdAt" >= taken."createdAt" AND a."usedAt" IS NULL
    )
    SELECT "userId"::text AS "userId", "kind", "address" FROM taken`;
  return rows[0] ?? null;
}
