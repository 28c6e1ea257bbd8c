import type { Database, Prisma } from '@/lib/db/client';
import type { ChallengeOwner } from './challenge';
import { ownedBy } from './challenge-columns';
import type { Purpose } from './purposes';

/**
 * The latest challenge of an address, for clients that keep no id. Only the latest can be answered: a new one is the end
 * of those before it, so asking often buys no guesses.
 */
export async function findNewestChallengeId(
  db: Database,
  address: string,
  purpose: Purpose,
  owner: ChallengeOwner,
  /** What the challenge was asked for with, in part. */
  context: Prisma.InputJsonObject = {},
): Promise<string | null> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT "id"::text FROM "Otp" WHERE "address" = ${address} AND "purpose" = ${purpose} AND ${ownedBy(owner)}
       AND coalesce("context", '{}') @> ${JSON.stringify(context)}::jsonb
     ORDER BY "createdAt" DESC LIMIT 1`;
  return rows[0]?.id ?? null;
}
