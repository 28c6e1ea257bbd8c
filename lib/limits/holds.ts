import { holdPolicy } from './catalogue';
import { hasOwnCount, sharedSubject } from './hold-subject';
import type { Queryable } from './take-limits';

/** The failures of one subject (lib/limits/hold-subject.ts). */
export interface Hold {
  /** In a row, since the last success or the end of the last hold. */
  failures: number;
  /** In a row since the last success. */
  total: number;
  /** Null when the subject is not held now. */
  heldUntil: Date | null;
  /** Whole seconds until `heldUntil`, by the database's clock; 0 when not held. */
  retryAfterSeconds: number;
  /** Too many failures without a success: the factor is off until it is bound again. */
  exhausted: boolean;
}

interface HoldRow {
  failures: number;
  total: number;
  heldUntil: Date | null;
  retryAfterSeconds: number;
}

/** Counts one failure, at once and for good. */
export async function countFailure(db: Queryable, subject: string): Promise<Hold> {
  const rows = await db.$queryRaw<HoldRow[]>`
    SELECT "failures", "total", "heldUntil",
           coalesce(greatest(0, ceil(extract(epoch FROM "heldUntil" - now()))), 0)::int AS "retryAfterSeconds"
      FROM latchkey_count_failure(${subject}, ${holdPolicy.failuresBeforeHold}::int, ${holdPolicy.holdSeconds}::int)`;
  return toHold(rows[0]);
}

/** Where a subject stands. Costs the same for a subject that never failed. */
export async function getHold(db: Queryable, subject: string): Promise<Hold> {
  const rows = await db.$queryRaw<HoldRow[]>`
    SELECT CASE WHEN "heldUntil" <= now() THEN 0 ELSE "failures" END AS "failures", "total",
           CASE WHEN "heldUntil" > now() THEN "heldUntil" END AS "heldUntil",
           coalesce(greatest(0, ceil(extract(epoch FROM "heldUntil" - now()))), 0)::int AS "retryAfterSeconds"
      FROM "Hold" WHERE "subject" = ${subject}`;
  return toHold(rows[0]);
}

/**
 * A success: all is forgotten. From a known device, or by an application, it also turns the account's codes on again for
 * others (the way back after too many failures), but a hold that strangers have earned goes on.
 */
export async function clearFailures(db: Queryable, subject: string): Promise<void> {
  // The shared count first, as in lib/codes/consume-challenge.ts.
  if (hasOwnCount(subject)) {
    await db.$executeRaw`
      UPDATE "Hold" SET "total" = "failures", "toldTotal" = 0 WHERE "subject" = ${sharedSubject(subject)}`;
  }
  await db.$executeRaw`DELETE FROM "Hold" WHERE "subject" = ${subject}`;
}

/** The owner's or an admin's decision: every count of an account is forgotten. @returns whether there was one */
export async function clearEveryFailure(db: Queryable, userId: string): Promise<boolean> {
  const cleared = await db.$executeRaw`
    DELETE FROM "Hold" WHERE "subject" IN (
      SELECT "subject" FROM "Hold" WHERE "subject" = ${`user:${userId}`} OR starts_with("subject", ${`user:${userId}/`})
       ORDER BY "subject" COLLATE "C" FOR UPDATE)`;
  return cleared > 0;
}

/** Takes one counted guess back: it was right, but not the last step; or it was never compared (an error of ours). */
export async function takeBackGuess(db: Queryable, subject: string): Promise<void> {
  await db.$executeRaw`
    UPDATE "Hold" SET "failures" = greatest("failures" - 1, 0), "total" = greatest("total" - 1, 0), "heldUntil" = NULL
     WHERE "subject" = ${subject}`;
}

function toHold(row: HoldRow | undefined): Hold {
  const hold = row ?? { failures: 0, total: 0, heldUntil: null, retryAfterSeconds: 0 };
  return { ...hold, exhausted: hold.total >= holdPolicy.failuresBeforeOff };
}
