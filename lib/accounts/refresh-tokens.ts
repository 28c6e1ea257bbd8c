import { createHash, randomBytes } from 'node:crypto';
import { type Database, Prisma } from '@/lib/db/client';

/** A session that lives, of an account that is active. For a FROM with "Session" s and "User" u. */
const isLive = Prisma.sql`
  s."endedAt" IS NULL AND s."expiresAt" > now() AND u."status" = 'active'
  AND (s."idleSeconds" IS NULL OR s."lastSeenAt" > now() - s."idleSeconds" * interval '1 second')`;

/** The first refresh token of a session, and the part of the statement that makes one (`session`: sessions.ts) which keeps it. */
export function newRefreshToken(): { token: string; insert: Prisma.Sql } {
  const token = newToken();
  const insert = Prisma.sql`
    INSERT INTO "RefreshToken" ("tokenHash", "sessionId") SELECT ${hash(token)}::bytea, "id" FROM session`;
  return { token, insert };
}

/**
 * Exchanges a token for the next one, once. A token that comes a second time was copied: by whom, nobody can tell, so the
 * session ends for both.
 */
export async function renewRefreshToken(
  db: Database,
  token: string,
): Promise<{ token: string; userId: string; sessionId: string } | null> {
  const next = newToken();
  const rows = await db.$queryRaw<{ userId: string; sessionId: string }[]>`
    WITH used AS (
      UPDATE "RefreshToken" t SET "usedAt" = now()
        FROM "Session" s JOIN "User" u ON u."id" = s."userId"
       WHERE t."tokenHash" = ${hash(token)}::bytea AND t."usedAt" IS NULL AND s."id" = t."sessionId" AND ${isLive}
      RETURNING s."id", s."userId"
    ), made AS (
      INSERT INTO "RefreshToken" ("tokenHash", "sessionId") SELECT ${hash(next)}::bytea, "id" FROM used
    ), seen AS (
      UPDATE "Session" SET "lastSeenAt" = now() WHERE "id" = (SELECT "id" FROM used)
    )
    SELECT "id"::text AS "sessionId", "userId"::text AS "userId" FROM used`;
  if (rows[0]) return { token: next, ...rows[0] };
  await endSession(db, token, 'refresh_reused', Prisma.sql`t."usedAt" IS NOT NULL`);
  return null;
}

/** Signs out: the session of a token ends. @returns its ids, or null when there was none. */
export async function endSessionByRefreshToken(
  db: Database,
  token: string,
): Promise<{ sessionId: string; userId: string } | null> {
  return endSession(db, token, 'sign_out', Prisma.sql`true`);
}

export interface SessionCustomer {
  id: string;
  name: string;
  email: string | null;
  emailVerifiedAt: Date | null;
  phone: string | null;
  phoneVerifiedAt: Date | null;
}

/** Whose session this is, while it lives. */
export async function getSessionCustomer(db: Database, sessionId: string): Promise<SessionCustomer | null> {
  const rows = await db.$queryRaw<SessionCustomer[]>`
    SELECT u."id"::text, u."name", u."email", u."emailVerifiedAt", u."phone", u."phoneVerifiedAt"
      FROM "Session" s JOIN "User" u ON u."id" = s."userId" WHERE s."id" = ${sessionId}::uuid AND ${isLive}`;
  return rows[0] ?? null;
}

async function endSession(db: Database, token: string, reason: string, condition: Prisma.Sql) {
  const rows = await db.$queryRaw<{ sessionId: string; userId: string }[]>`
    UPDATE "Session" s SET "endedAt" = now(), "endedReason" = ${reason}
      FROM "RefreshToken" t
     WHERE t."tokenHash" = ${hash(token)}::bytea AND t."sessionId" = s."id" AND s."endedAt" IS NULL AND ${condition}
    RETURNING s."id"::text AS "sessionId", s."userId"::text AS "userId"`;
  return rows[0] ?? null;
}

function newToken(): string {
  return randomBytes(32).toString('base64url');
}

function hash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
