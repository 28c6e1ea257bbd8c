import { afterLock } from '@/lib/accounts/lock-account';
import { alongside } from '@/lib/db/alongside';
import { type Database, Prisma } from '@/lib/db/client';
import { writeTogether } from '@/lib/db/write-together';
import { hasOwnCount, sharedSubject } from '@/lib/limits/hold-subject';
import type { Challenge } from './challenge';
import { grantTtlSeconds } from './purposes';

/** What the part `session` returns. */
export interface WrittenSession {
  isNewDevice: boolean;
  locale: string | null;
}

/** What a right code brings with it: parts of the statement that uses the code up, which may read it as `consumed`. */
export interface RightCode {
  /** The part `locked` (lib/accounts/lock-account.ts) where the account may be written to: that is locked before the code is. */
  locks?: Prisma.Sql | undefined;
  /** A part that writes to the account. PostgreSQL comes to parts that nobody reads from the last to the first, so it is done late. */
  proof?: Prisma.Sql | undefined;
  /** Written in place of the grant, which is written all the same where this comes to nothing. */
  instead?: InsteadOfGrant | undefined;
  /** Further parts, which may read what is written instead. */
  also: readonly Prisma.Sql[];
}

interface InsteadOfGrant {
  /** Of the part that matters: a `session`, or what was `spent` on a new password. It has one row, or none where it came to nothing. */
  name: 'session' | 'spent';
  parts: Prisma.Sql;
  /** A statement of its own in the same transaction, which sees what others committed before the locks (writeTogether). */
  andThen?: Prisma.Sql;
}

/** All else of the challenge is as it was when the guess was counted: another generation would not have matched. */
interface Used extends Pick<Challenge, 'consumedAt' | 'now'> {
  written: WrittenSession | null;
}

/**
 * Exactly one caller gets the row: the condition and the write are one statement. The grant is part of it, or what is
 * written in its place.
 * A right code forgets the failures before it, but for a first one where a second factor is still to come: otherwise
 * repeating the first factor would buy new guesses at the second. Then only this code's own count is taken back.
 */
export async function consumeChallenge(
  db: Database,
  challenge: Challenge,
  grantHash: Uint8Array,
  right: RightCode,
): Promise<Used | null> {
  const use = usingUp(challenge, grantHash, right);
  const { andThen } = right.instead ?? {};
  const rows = andThen
    ? ((await writeTogether(db, [use, andThen]))[0] as unknown as Used[])
    : await db.$queryRaw<Used[]>(use);
  return rows[0] ?? null;
}

function usingUp(
  challenge: Challenge,
  grantHash: Uint8Array,
  { locks, proof, instead, also }: RightCode,
): Prisma.Sql {
  const name = instead && Prisma.raw(instead.name);
  const shared = sharedHold(challenge.subject);
  return Prisma.sql`
    WITH ${locks ? Prisma.sql`${locks}, ` : Prisma.empty}consumed AS (
      UPDATE "Otp" SET "consumedAt" = now()
       WHERE "id" = ${challenge.id}::uuid AND "generation" = ${challenge.generation} AND NOT "decoy"
         AND "consumedAt" IS NULL AND "canceledAt" IS NULL AND "expiresAt" > now()
         ${locks ? Prisma.sql`AND ${afterLock}` : Prisma.empty}
      RETURNING *
    ), last_step AS (
      SELECT "subject", "purpose" = 'second_factor' OR NOT EXISTS (
               SELECT 1 FROM "Factor" WHERE "Factor"."userId" = consumed."userId" AND "confirmedAt" IS NOT NULL) AS "clears"
        FROM consumed
    )${proof ? Prisma.sql`, proved AS (${proof})` : Prisma.empty}${shared ? Prisma.sql`, ${shared}` : Prisma.empty}, forgotten AS (
      -- Deleted, not set to 0: each counter is in an index, and most accounts never fail again.
      DELETE FROM "Hold" USING last_step
       WHERE "clears" AND "Hold"."subject" = last_step."subject"
         ${shared ? Prisma.sql`AND (SELECT count(*) FROM account) >= 0` : Prisma.empty}
    ), taken_back AS (
      UPDATE "Hold" SET "failures" = GREATEST("failures" - 1, 0), "total" = GREATEST("total" - 1, 0),
                        "heldUntil" = NULL, "updatedAt" = now()
        FROM last_step WHERE NOT "clears" AND "Hold"."subject" = last_step."subject"
    )${instead ? Prisma.sql`, ${instead.parts}` : Prisma.empty}, granted AS (
      INSERT INTO "Grant" ("tokenHash", "purpose", "userId", "otpId", "address", "channel", "browserHash", "clientId",
                           "context", "expiresAt")
      SELECT ${grantHash}::bytea, "purpose", "userId", "id", "address", "channel", "browserHash", "clientId", "context",
             now() + ${grantTtlSeconds} * interval '1 second'
        FROM consumed ${name ? Prisma.sql`WHERE NOT EXISTS (SELECT 1 FROM ${name})` : Prisma.empty}
    )${alongside(also)}
    SELECT "consumedAt", now() AS "now", ${name ? Prisma.sql`(SELECT to_json(${name}) FROM ${name})` : Prisma.sql`NULL::json`} AS "written"
      FROM consumed`;
}

/**
 * Known devices and applications have a count of their own (lib/limits/hold-subject.ts); a success there ends "off" for the account.
 * Its row is locked before theirs.
 */
function sharedHold(subject: string): Prisma.Sql | null {
  if (!hasOwnCount(subject)) return null;
  return Prisma.sql`account AS (
      UPDATE "Hold" SET "total" = "failures", "toldTotal" = 0
        FROM last_step WHERE "clears" AND "Hold"."subject" = ${sharedSubject(subject)}
      RETURNING 1
    )`;
}
