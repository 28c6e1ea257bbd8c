import { alongside } from '@/lib/db/alongside';
import { type Database, Prisma } from '@/lib/db/client';
import type { Challenge } from './challenge';
import { grantTtlSeconds } from './purposes';

/** What the part `session` returns. */
export interface WrittenSession {
  isNewDevice: boolean;
  locale: string | null;
}

/** What a right code brings with it: parts of the statement that uses the code up, which may read it as `consumed`. */
export interface RightCode {
  /** Named parts, the last of which is `session`. Where it writes a row, no grant is written. */
  session?: Prisma.Sql;
  /** Further parts, which may read `session` where there is one. */
  also: readonly Prisma.Sql[];
}

/** All else of the challenge is as it was when the guess was counted: another generation would not have matched. */
interface Used extends Pick<Challenge, 'consumedAt' | 'now'> {
  session: WrittenSession | null;
}

/**
 * Exactly one caller gets the row: the condition and the write are one statement. The grant is part of it, or the session
 * in its place.
 * A right code forgets the failures before it, but for a first one where a second factor is still to come: otherwise
 * repeating the first factor would buy new guesses at the second. Then only this code's own count is taken back.
 */
export async function consumeChallenge(
  db: Database,
  challenge: Challenge,
  grantHash: Uint8Array,
  { session, also }: RightCode,
): Promise<Used | null> {
  const rows = await db.$queryRaw<Used[]>`
    WITH consumed AS (
      UPDATE "Otp" SET "consumedAt" = now()
       WHERE "id" = ${challenge.id}::uuid AND "generation" = ${challenge.generation} AND NOT "decoy"
         AND "consumedAt" IS NULL AND "canceledAt" IS NULL AND "expiresAt" > now()
      RETURNING *
    ), last_step AS (
      SELECT "subject", "purpose" = 'second_factor' OR NOT EXISTS (
               SELECT 1 FROM "Factor" WHERE "Factor"."userId" = consumed."userId" AND "confirmedAt" IS NOT NULL) AS "clears"
        FROM consumed
    ), forgotten AS (
      -- Deleted, not set to 0: each counter is in an index, and most accounts never fail again.
      DELETE FROM "Hold" USING last_step WHERE "clears" AND "Hold"."subject" = last_step."subject"
    ), taken_back AS (
      UPDATE "Hold" SET "failures" = GREATEST("failures" - 1, 0), "total" = GREATEST("total" - 1, 0),
                        "heldUntil" = NULL, "updatedAt" = now()
        FROM last_step WHERE NOT "clears" AND "Hold"."subject" = last_step."subject"
    ), account AS (
      -- Known devices and applications have a count of their own (lib/limits/hold-subject.ts); a success there ends "off"
      -- for the account.
      UPDATE "Hold" SET "total" = "failures", "toldTotal" = 0
        FROM last_step WHERE "clears" AND last_step."subject" LIKE '%/%'
         AND "Hold"."subject" = split_part(last_step."subject", '/', 1)
    )${session ? Prisma.sql`, ${session}` : Prisma.empty}, granted AS (
      INSERT INTO "Grant" ("tokenHash", "purpose", "userId", "otpId", "address", "channel", "browserHash", "clientId",
                           "context", "expiresAt")
      SELECT ${grantHash}::bytea, "purpose", "userId", "id", "address", "channel", "browserHash", "clientId", "context",
             now() + ${grantTtlSeconds} * interval '1 second'
        FROM consumed ${session ? Prisma.sql`WHERE NOT EXISTS (SELECT 1 FROM session)` : Prisma.empty}
    )${alongside(also)}
    SELECT "consumedAt", now() AS "now", ${session ? Prisma.sql`(SELECT to_json(session) FROM session)` : Prisma.sql`NULL::json`} AS "session"
      FROM consumed`;
  return rows[0] ?? null;
}
