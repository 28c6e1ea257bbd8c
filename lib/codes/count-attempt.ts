import { type Database, Prisma } from '@/lib/db/client';
import { holdPolicy } from '@/lib/limits/catalogue';
import { orOneMore } from '@/lib/limits/take-guess';
import type { LimitTake, TakenRow } from '@/lib/limits/take-limits';
import type { Challenge, ChallengeOwner } from './challenge';
import { challengeColumns, ownedBy } from './challenge-columns';
import type { Purpose } from './purposes';

const { failuresBeforeHold, holdSeconds, failuresBeforeOff } = holdPolicy;

/** The challenge that is guessed at, and by whom. */
interface Guessed {
  id: string;
  owner: ChallengeOwner;
  purposes: readonly Purpose[];
}

export interface CountedChallenge extends Challenge {
  held: boolean;
  heldSeconds: number;
  /** A right code would be the first to prove this address of the account. */
  proves: boolean;
}

/**
 * Counts one guess of the challenge and one failure of its subject before anything is compared (a success takes the
 * failure back).
 */
export async function countAttempt(
  db: Database,
  { id, owner, purposes }: Guessed,
  take: LimitTake,
): Promise<{ taken: TakenRow; counted: CountedChallenge | null }> {
  const rows = await db.$queryRaw<(TakenRow & (CountedChallenge | { id: null }))[]>`
    WITH taken AS MATERIALIZED (${take.part}), counted AS (
      UPDATE "Otp" SET "attempts" = "attempts" + 1
       WHERE (SELECT "open" FROM taken)
         AND "id" = ${id}::uuid AND ${ownedBy(owner)} AND "purpose" IN (${Prisma.join([...purposes])})
         AND "attempts" < "maxAttempts" AND "consumedAt" IS NULL AND "canceledAt" IS NULL AND "expiresAt" > now()
         AND NOT EXISTS (SELECT 1 FROM "Hold" WHERE "Hold"."subject" = "Otp"."subject"
                           AND ("heldUntil" > now() OR "total" >= ${failuresBeforeOff}))
      RETURNING *
    ), hold AS (
      INSERT INTO "Hold" AS h ("subject", "failures", "total") SELECT "subject", 1, 1 FROM counted ${orOneMore}
      RETURNING "subject"
    )
    SELECT "left", "waits", ${challengeColumns}, NOT EXISTS (SELECT 1 FROM hold) AS "held", ${holdSeconds}::int AS "heldSeconds",
           EXISTS (SELECT 1 FROM "User" u
                    WHERE u."id" = counted."userId"
                      AND CASE counted."channel" WHEN 'email' THEN u."email" = counted."address" AND u."emailVerifiedAt" IS NULL
                          ELSE u."phone" = counted."address" AND u."phoneVerifiedAt" IS NULL END) AS "proves"
      FROM taken LEFT JOIN counted ON true`;
  const { left, waits, ...row } = rows[0]!;
  return { taken: { left, waits }, counted: row.id === null ? null : row };
}

/** A fault that is not the customer's costs no guess. */
export async function takeBackAttempt(db: Database, { id, subject }: Challenge): Promise<void> {
  await db.$executeRaw`
    WITH guess AS (
      UPDATE "Otp" SET "attempts" = "attempts" - 1 WHERE "id" = ${id}::uuid AND "attempts" > 0 RETURNING 1
    )
    UPDATE "Hold" SET "heldUntil" = CASE WHEN "failures" >= ${failuresBeforeHold} THEN NULL ELSE "heldUntil" END,
                      "failures" = GREATEST("failures" - 1, 0), "total" = GREATEST("total" - 1, 0)
     -- The challenge first, as where a guess is counted.
     WHERE "subject" = ${subject} AND (SELECT count(*) FROM guess) >= 0`;
}
