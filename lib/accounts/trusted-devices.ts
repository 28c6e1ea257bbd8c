import { createHash } from 'node:crypto';
import type { Database } from '@/lib/db/client';
import { lockedAccount } from './lock-account';

/** A browser is asked for the second factor again after so long, used or not. */
export const trustDays = 30;

type Queryable = Pick<Database, '$queryRaw' | '$executeRaw'>;

/** One secret in the browser serves all accounts that are used in it; the rows of two accounts have nothing in common. */
function hashFor(userId: string, secret: string): Buffer {
  return createHash('sha256').update(`${userId}\n${secret}`).digest();
}

export interface TrustedDevice {
  id: string;
  userAgent: string | null;
  clientAddress: string | null;
  createdAt: Date;
  lastUsedAt: Date;
  expiresAt: Date;
  isThisOne: boolean;
}

/** From now on this browser is not asked for the second factor of this account. A trigger ends that with any change of it. */
export async function trustDevice(
  db: Queryable,
  userId: string,
  device: { secret: string; userAgent: string | null; clientAddress: string | null },
): Promise<void> {
  await db.$executeRaw`
    INSERT INTO "TrustedDevice" ("tokenHash", "userId", "userAgent", "clientAddress", "expiresAt")
    VALUES (${hashFor(userId, device.secret)}::bytea, ${userId}::uuid, ${device.userAgent?.slice(0, 400) ?? null},
            ${device.clientAddress}, now() + ${trustDays} * interval '1 day')
    ON CONFLICT ("tokenHash") DO UPDATE
       SET "createdAt" = now(), "lastUsedAt" = now(), "expiresAt" = EXCLUDED."expiresAt", "endedAt" = NULL,
           "userAgent" = EXCLUDED."userAgent", "clientAddress" = EXCLUDED."clientAddress"`;
}

/** Whether this browser is trusted at this instant; notes that it was used. Locks the account. */
export async function acceptTrust(db: Queryable, userId: string, secret: string): Promise<boolean> {
  const used = await db.$executeRaw`
    WITH ${lockedAccount(userId)}
    UPDATE "TrustedDevice" SET "lastUsedAt" = now()
     WHERE "tokenHash" = ${hashFor(userId, secret)}::bytea AND "userId" = (SELECT "id" FROM locked)
       AND "endedAt" IS NULL AND "expiresAt" > now()`;
  return used === 1;
}

/** The browsers that are trusted now, the one used last first. */
export async function findTrustedDevices(
  db: Queryable,
  userId: string,
  secret: string | null,
): Promise<TrustedDevice[]> {
  const own = secret ? hashFor(userId, secret) : Buffer.alloc(0);
  return db.$queryRaw<TrustedDevice[]>`
    SELECT "id"::text, "userAgent", "clientAddress", "createdAt", "lastUsedAt", "expiresAt",
           "tokenHash" = ${own}::bytea AS "isThisOne"
      FROM "TrustedDevice" WHERE "userId" = ${userId}::uuid AND "endedAt" IS NULL AND "expiresAt" > now()
     ORDER BY "lastUsedAt" DESC`;
}

/** Ends the trust in one browser of an account, or in all but the one with this secret. @returns in how many */
export async function endTrust(
  db: Queryable,
  userId: string,
  which: { id: string } | { exceptSecret: string | null },
): Promise<number> {
  if ('id' in which) {
    return db.$executeRaw`
      UPDATE "TrustedDevice" SET "endedAt" = now()
       WHERE "id" = ${which.id}::uuid AND "userId" = ${userId}::uuid AND "endedAt" IS NULL`;
  }
  const spared = which.exceptSecret ? hashFor(userId, which.exceptSecret) : Buffer.alloc(0);
  return db.$executeRaw`
    WITH ${lockedAccount(userId)}
    UPDATE "TrustedDevice" SET "endedAt" = now()
     WHERE "userId" = (SELECT "id" FROM locked) AND "endedAt" IS NULL AND "tokenHash" <> ${spared}::bytea`;
}
