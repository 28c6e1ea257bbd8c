import { type Database, Prisma } from '@/lib/db/client';
import type { ChallengeOwner } from './challenge';
import { ownedBy } from './challenge-columns';

/** Ends a challenge that was neither used nor cancelled. @returns whether there was one to end. */
export async function cancelChallenge(db: Database, id: string, owner: ChallengeOwner): Promise<boolean> {
  const changed = await db.$executeRaw`
    UPDATE "Otp" SET "canceledAt" = now()
     WHERE "id" = ${id}::uuid AND "consumedAt" IS NULL AND "canceledAt" IS NULL AND ${ownedBy(owner)}`;
  return changed === 1;
}

/** Ends every live challenge and every unused grant of an account that the caller has locked, for instance after a reset. */
export async function endChallengesAndGrants(db: Database, userId: string): Promise<void> {
  await db.$executeRaw`
    WITH challenges AS (
      UPDATE "Otp" SET "canceledAt" = now()
       WHERE "userId" = ${userId}::uuid AND "consumedAt" IS NULL AND "canceledAt" IS NULL
    )
    UPDATE "Grant" SET "consumedAt" = now() WHERE "userId" = ${userId}::uuid AND "consumedAt" IS NULL`;
}

/**
 * The same as parts of the statement that uses a code or a grant up and returns it as `spent` ("userId", "otpId",
 * "grantId"): nothing where there is none. That row itself is left alone, since no statement writes one twice.
 */
export const endOtherChallengesAndGrants = Prisma.sql`
  other_codes AS (
    UPDATE "Otp" o SET "canceledAt" = now() FROM spent
     WHERE o."userId" = spent."userId" AND o."id" IS DISTINCT FROM spent."otpId"
       AND o."consumedAt" IS NULL AND o."canceledAt" IS NULL
    RETURNING 1
  ), other_grants AS (
    UPDATE "Grant" g SET "consumedAt" = now() FROM spent
     WHERE g."userId" = spent."userId" AND g."id" IS DISTINCT FROM spent."grantId" AND g."consumedAt" IS NULL
    RETURNING 1
  )`;

/** What changes the account in that statement depends on it: the account comes last, too (docs/architecture.md). */
export const afterOthersEnded = Prisma.sql`
  (SELECT count(*) FROM other_codes) + (SELECT count(*) FROM other_grants) >= 0`;

/** Ends a challenge whose owner says that it is not theirs, and what its code has earned already. */
export async function endReportedChallenge(db: Database, id: string): Promise<void> {
  await db.$executeRaw`
    WITH challenge AS (
      UPDATE "Otp" SET "canceledAt" = now()
       WHERE "id" = ${id}::uuid AND "consumedAt" IS NULL AND "canceledAt" IS NULL
    )
    UPDATE "Grant" SET "consumedAt" = now() WHERE "otpId" = ${id}::uuid AND "consumedAt" IS NULL`;
}
