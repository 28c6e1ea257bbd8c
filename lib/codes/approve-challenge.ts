import type { Database } from '@/lib/db/client';
import type { ChallengeOwner } from './challenge';
import { ownedBy } from './challenge-columns';

/** Takes a live challenge as answered, because its application checked the customer in another way. Earns no grant. */
export async function approveChallenge(db: Database, id: string, owner: ChallengeOwner): Promise<boolean> {
  const changed = await db.$executeRaw`
    UPDATE "Otp" SET "consumedAt" = now()
     WHERE "id" = ${id}::uuid AND ${ownedBy(owner)} AND NOT "decoy"
       AND "consumedAt" IS NULL AND "canceledAt" IS NULL AND "expiresAt" > now()`;
  return changed === 1;
}
