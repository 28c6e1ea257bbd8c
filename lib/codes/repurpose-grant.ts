import type { Database, Prisma } from '@/lib/db/client';
import type { ChallengeOwner } from './challenge';
import { ownedBy } from './challenge-columns';
import { type GrantPurpose, hashSecret } from './grants';

/**
 * Turns an unused grant of a `compat` code, which knows no purpose, into one for what its request wants. In one statement:
 * of two requests with one grant, one gets it.
 * @returns whether there was one
 */
export async function repurposeGrant(
  db: Database,
  secret: string,
  to: Extract<GrantPurpose, 'login' | 'password_reset' | 'registration'>,
  owner: ChallengeOwner,
  context: Prisma.InputJsonValue = {},
): Promise<boolean> {
  const changed = await db.$executeRaw`
    UPDATE "Grant" SET "purpose" = ${to}, "context" = ${JSON.stringify(context)}::jsonb
     WHERE "tokenHash" = ${hashSecret(secret)}::bytea AND "purpose" = 'compat' AND ${ownedBy(owner)}
       AND "consumedAt" IS NULL AND "expiresAt" > now()`;
  return changed === 1;
}
