import type { Database } from '@/lib/db/client';

/** A browser that has not signed in for so long is a stranger again. */
const knownDays = 180;
const nobody = '00000000-0000-0000-0000-000000000000';

/**
 * Whether a browser has signed in to an account before, and nobody has disowned it since. It opens no door: it only
 * keeps apart whose failures are whose. `userId` null (no such account) costs the same look.
 */
export async function isKnownDevice(
  db: Pick<Database, '$queryRaw'>,
  userId: string | null,
  deviceHash: Uint8Array | null | undefined,
): Promise<boolean> {
  if (!deviceHash) return false;
  const rows = await db.$queryRaw<{ known: boolean }[]>`
    SELECT EXISTS (
      SELECT 1 FROM "Session"
       WHERE "deviceHash" = ${deviceHash}::bytea AND "userId" = ${userId ?? nobody}::uuid
         AND "createdAt" > now() - ${knownDays} * interval '1 day'
         AND ("endedReason" IS NULL OR "endedReason" NOT IN ('not_me', 'revoked', 'disabled'))) AS "known"`;
  return rows[0]?.known ?? false;
}
