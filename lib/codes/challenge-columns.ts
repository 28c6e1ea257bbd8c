import { Prisma } from '@/lib/db/client';

/** The columns of `Challenge`, for a statement that reads from a table or CTE with the columns of "Otp". */
export const challengeColumns = Prisma.sql`
  "id"::text AS "id", "purpose", "channel", "address", "userId"::text AS "userId", "decoy", "subject", "nonce", "keyId",
  "generation", "length", "attempts", "maxAttempts", "sends", "clientId", "context", "locale", "createdAt", "expiresAt",
  "resendAvailableAt", "consumedAt", "canceledAt", "verifier", "verifierId", now() AS "now"`;

import type { ChallengeOwner } from './challenge';

/** The condition that a challenge is this owner's: another browser's or client's is not there. */
export function ownedBy(owner: ChallengeOwner): Prisma.Sql {
  return Prisma.sql`"browserHash" IS NOT DISTINCT FROM ${owner.browserHash}::bytea
    AND "clientId" IS NOT DISTINCT FROM ${owner.clientId}`;
}
