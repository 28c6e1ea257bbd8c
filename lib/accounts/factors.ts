import { type Database, Prisma } from '@/lib/db/client';

export const factorKinds = ['passkey', 'totp', 'sms', 'whatsapp', 'voice', 'email'] as const;
export type FactorKind = (typeof factorKinds)[number];

export interface Factor {
  id: string;
  kind: FactorKind;
  name: string;
  confirmedAt: Date;
  lastUsedAt: Date | null;
}

type Queryable = Pick<Database, '$queryRaw' | '$executeRaw'>;

/** The second factors that an account has turned on, the strongest first. */
export async function findFactors(db: Queryable, userId: string): Promise<Factor[]> {
  return db.$queryRaw<Factor[]>`
    SELECT "id"::text, "kind", "name", "confirmedAt", "lastUsedAt" FROM "Factor"
     WHERE "userId" = ${userId}::uuid AND "confirmedAt" IS NOT NULL
     ORDER BY array_position(ARRAY[${Prisma.join([...factorKinds])}], "kind"), "confirmedAt"`;
}

/**
 * Turns on codes by a channel as a second factor, if their address is proved at this instant (its removal waits).
 * @returns whether it was off before.
 */
export async function addCodeFactor(
  db: Queryable,
  userId: string,
  kind: Exclude<FactorKind, 'totp' | 'passkey'>,
): Promise<boolean> {
  const added = await db.$executeRaw`
    INSERT INTO "Factor" ("userId", "kind", "confirmedAt")
    SELECT "id", ${kind}, now() FROM "User"
     WHERE "id" = ${userId}::uuid AND CASE WHEN ${kind} = 'email' THEN "emailVerifiedAt" ELSE "phoneVerifiedAt" END IS NOT NULL
       FOR NO KEY UPDATE
    ON CONFLICT DO NOTHING`;
  return added === 1;
}

/** Turns a factor off. With the last one the backup codes go, too: they stand in for a factor. @returns its kind. */
export async function removeFactor(db: Queryable, userId: string, id: string): Promise<FactorKind | null> {
  const removed = await db.$queryRaw<{ kind: FactorKind }[]>`
    DELETE FROM "Factor" WHERE "id" = ${id}::uuid AND "userId" = ${userId}::uuid AND "confirmedAt" IS NOT NULL
    RETURNING "kind"`;
  await db.$executeRaw`
    DELETE FROM "BackupCode" WHERE "userId" = ${userId}::uuid AND NOT EXISTS (
      SELECT 1 FROM "Factor" WHERE "userId" = ${userId}::uuid AND "confirmedAt" IS NOT NULL)`;
  return removed[0]?.kind ?? null;
}

/** Notes that a factor let its owner in. */
export async function markFactorUsed(db: Queryable, userId: string, kind: FactorKind): Promise<void> {
  await db.$executeRaw`
    UPDATE "Factor" SET "lastUsedAt" = now() WHERE "userId" = ${userId}::uuid AND "kind" = ${kind}`;
}
