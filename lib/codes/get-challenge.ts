import type { Database } from '@/lib/db/client';
import type { Challenge, ChallengeOwner } from './challenge';
import { challengeColumns, ownedBy } from './challenge-columns';

/** The owner's challenge, in whatever state, or null. Reading spends nothing. */
export async function getChallenge(
  db: Database,
  id: string,
  owner: ChallengeOwner,
): Promise<Challenge | null> {
  const rows = await db.$queryRaw<Challenge[]>`
    SELECT ${challengeColumns} FROM "Otp" WHERE "id" = ${id}::uuid AND ${ownedBy(owner)}`;
  return rows[0] ?? null;
}
