import type { Database } from '@/lib/db/client';

type Queryable = Pick<Database, '$queryRaw' | '$executeRaw'>;

export interface FactorRelease {
  id: string;
  userId: string;
  plannedBy: string;
  dueAt: Date;
}

/** @returns null where one is planned already, or the account has no factor. */
export async function addFactorRelease(
  db: Queryable,
  input: { userId: string; plannedBy: string; waitHours: number },
): Promise<FactorRelease | null> {
  const rows = await db.$queryRaw<FactorRelease[]>`
    INSERT INTO "FactorRelease" ("userId", "plannedBy", "dueAt")
    SELECT "id", ${input.plannedBy}, now() + ${input.waitHours} * interval '1 hour' FROM "User"
     WHERE "id" = ${input.userId}::uuid
       AND EXISTS (SELECT 1 FROM "Factor" WHERE "userId" = ${input.userId}::uuid AND "confirmedAt" IS NOT NULL)
    ON CONFLICT DO NOTHING
    RETURNING "id"::text, "userId"::text AS "userId", "plannedBy", "dueAt"`;
  return rows[0] ?? null;
}

export async function getOpenFactorRelease(db: Queryable, userId: string): Promise<FactorRelease | null> {
  const rows = await db.$queryRaw<FactorRelease[]>`
    SELECT "id"::text, "userId"::text AS "userId", "plannedBy", "dueAt" FROM "FactorRelease"
     WHERE "userId" = ${userId}::uuid AND "endedAt" IS NULL`;
  return rows[0] ?? null;
}

/** Stops what is planned, by its id or for an account. @returns whose, or null where nothing was */
export async function stopFactorReleases(
  db: Queryable,
  which: { id: string } | { userId: string },
): Promise<string | null> {
  const rows =
    'id' in which
      ? await db.$queryRaw<{ userId: string }[]>`
          UPDATE "FactorRelease" SET "endedAt" = now(), "outcome" = 'stopped'
           WHERE "id" = ${which.id}::uuid AND "endedAt" IS NULL RETURNING "userId"::text AS "userId"`
      : await db.$queryRaw<{ userId: string }[]>`
          UPDATE "FactorRelease" SET "endedAt" = now(), "outcome" = 'stopped'
           WHERE "userId" = ${which.userId}::uuid AND "endedAt" IS NULL RETURNING "userId"::text AS "userId"`;
  return rows[0]?.userId ?? null;
}

/** Takes one that is due, for exactly one caller, and turns the factors and backup codes of its account off. Locks the account. */
export async function takeDueFactorRelease(db: Queryable): Promise<FactorRelease | null> {
  const rows = await db.$queryRaw<FactorRelease[]>`
    WITH locked AS MATERIALIZED (
      SELECT r."id" FROM "FactorRelease" r JOIN "User" u ON u."id" = r."userId"
       WHERE r."endedAt" IS NULL AND r."dueAt" <= now()
       ORDER BY r."dueAt" LIMIT 1 FOR NO KEY UPDATE OF u SKIP LOCKED
    ), due AS (
      UPDATE "FactorRelease" SET "endedAt" = now(), "outcome" = 'released'
       WHERE "id" = (SELECT "id" FROM locked) AND "endedAt" IS NULL
      RETURNING *
    ), factors AS (
      DELETE FROM "Factor" WHERE "userId" IN (SELECT "userId" FROM due)
    ), codes AS (
      DELETE FROM "BackupCode" WHERE "userId" IN (SELECT "userId" FROM due)
    )
    SELECT "id"::text, "userId"::text AS "userId", "plannedBy", "dueAt" FROM due`;
  return rows[0] ?? null;
}
