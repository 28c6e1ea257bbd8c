import { Prisma } from '@/lib/db/client';
import { fail, ok, type Result } from '@/lib/result';
import { holdPolicy } from './catalogue';
import type { Queryable } from './take-limits';

const { failuresBeforeHold, holdSeconds, failuresBeforeOff } = holdPolicy;

/**
 * Of `INSERT INTO "Hold" AS h ("subject", "failures", "total")` with one failure: one more where there are some already. While the
 * subject is held nothing is counted and no row comes back. It locks the row, so that guesses at once cannot slip past a hold.
 */
export const orOneMore = Prisma.sql`
  ON CONFLICT ("subject") DO UPDATE
     SET "failures" = CASE WHEN h."failures" >= ${failuresBeforeHold} THEN 1 ELSE h."failures" + 1 END,
         "total" = h."total" + 1,
         "heldUntil" = CASE WHEN h."failures" + 1 = ${failuresBeforeHold}
                            THEN now() + ${holdSeconds} * interval '1 second' END,
         "updatedAt" = now()
   WHERE (h."heldUntil" IS NULL OR h."heldUntil" <= now()) AND h."total" < ${failuresBeforeOff}`;

export interface GuessTaken {
  /** Guesses that are left before a hold, if this one is wrong. */
  left: number;
}

/**
 * Counts a guess as a failure before it is compared, in one statement; a success takes it back (clearFailures). While
 * the subject is held nothing is counted, and nothing must be compared.
 */
export async function takeGuess(
  db: Queryable,
  subject: string,
): Promise<Result<GuessTaken, 'account_held' | 'factor_off', { retryAfterSeconds: number }>> {
  const rows = await db.$queryRaw<{ failures: number }[]>`
    INSERT INTO "Hold" AS h ("subject", "failures", "total") VALUES (${subject}, 1, 1) ${orOneMore}
    RETURNING "failures"`;
  if (rows[0]) return ok({ left: Math.max(failuresBeforeHold - rows[0].failures, 0) });
  const holds = await db.$queryRaw<{ seconds: number | null; off: boolean }[]>`
    SELECT ceil(extract(epoch FROM "heldUntil" - now()))::int AS "seconds", "total" >= ${failuresBeforeOff} AS "off"
      FROM "Hold" WHERE "subject" = ${subject}`;
  if (holds[0]?.off) return fail('factor_off');
  return fail('account_held', { retryAfterSeconds: Math.max(holds[0]?.seconds ?? 1, 1) });
}
