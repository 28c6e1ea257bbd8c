import { createHash, randomBytes } from 'node:crypto';
import { afterLock, lockedAccount } from '@/lib/accounts/lock-account';
import { type Database, Prisma } from '@/lib/db/client';
import type { ChallengeOwner } from './challenge';
import { ownedBy } from './challenge-columns';
import { grantTtlSeconds, type Purpose } from './purposes';

/**
 * What a grant allows: the purpose of the code that earned it, or the last step of a sign-in. A `passkey` grant is the
 * challenge that a passkey has to sign: random, of one browser, for one use.
 */
export type GrantPurpose = Purpose | 'session' | 'passkey';

export interface Grant {
  id: string;
  purpose: GrantPurpose;
  userId: string | null;
  otpId: string | null;
  address: string | null;
  channel: string | null;
  context: unknown;
}

/** A new secret (256 bits, base64url) and what the database keeps of it. */
export function newGrant(): { secret: string; hash: Buffer } {
  const secret = randomBytes(32).toString('base64url');
  return { secret, hash: hashSecret(secret) };
}

/** SHA-256: enough for secrets of 256 random bits, which nobody can guess from a hash. */
export function hashSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/**
 * Uses a grant up. Exactly one caller ever gets it, within its ten minutes, from the browser or client that earned it,
 * and only for the purpose that it was given for. `userId`: the account that is locked before, by whoever goes on to write to it.
 */
export async function consumeGrant(
  db: Database,
  secret: string,
  purpose: GrantPurpose,
  owner: ChallengeOwner,
  userId?: string,
): Promise<Grant | null> {
  const rows = await db.$queryRaw<Grant[]>`
    ${userId ? Prisma.sql`WITH ${lockedAccount(userId)}` : Prisma.empty}
    UPDATE "Grant" SET "consumedAt" = now()
     WHERE ${isGood(secret, purpose, owner)} ${userId ? Prisma.sql`AND ${afterLock}` : Prisma.empty}
    RETURNING "id"::text, "purpose", "userId"::text AS "userId", "otpId"::text AS "otpId", "address", "channel", "context"`;
  return rows[0] ?? null;
}

/** The condition that a row of "Grant" can be used by this caller for this. Its names are those of the columns alone. */
export function isGood(secret: string, purpose: GrantPurpose, owner: ChallengeOwner): Prisma.Sql {
  return Prisma.sql`"tokenHash" = ${hashSecret(secret)}::bytea AND "purpose" = ${purpose} AND ${ownedBy(owner)}
    AND "consumedAt" IS NULL AND "expiresAt" > now()`;
}

/** The condition that an account has no second factor. `userId` names a column of the statement. */
export function hasNoFactor(userId: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`NOT EXISTS (SELECT 1 FROM "Factor" f WHERE f."userId" = ${userId} AND f."confirmedAt" IS NOT NULL)`;
}

/** What gives a session: a `session` grant, or the `login` grant of an account without a second factor. */
const givesSession = Prisma.sql`
  "consumedAt" IS NULL AND "expiresAt" > now()
  AND ("purpose" = 'session' OR ("purpose" = 'login' AND ${hasNoFactor(Prisma.sql`"Grant"."userId"`)}))`;

/** The grant that could give a session at this moment. Nothing is used up: `spendSignInGrant` decides, in the statement that writes. */
export async function getSignInGrant(
  db: Database,
  secret: string,
  owner: ChallengeOwner,
): Promise<Grant | null> {
  const rows = await db.$queryRaw<Grant[]>`
    SELECT "id"::text, "purpose", "userId"::text AS "userId", "otpId"::text AS "otpId", "address", "channel", "context"
      FROM "Grant" WHERE "tokenHash" = ${hashSecret(secret)}::bytea AND ${ownedBy(owner)} AND ${givesSession}`;
  return rows[0] ?? null;
}

/**
 * Uses up what gives a session, as a part of the statement that writes it: a row for exactly one caller. Whether there is a
 * second factor is part of the condition: nothing lies between the look and the use but the statement itself.
 */
export function spendSignInGrant(secret: string, owner: ChallengeOwner): Prisma.Sql {
  return Prisma.sql`
    UPDATE "Grant" SET "consumedAt" = now()
     WHERE "tokenHash" = ${hashSecret(secret)}::bytea AND ${ownedBy(owner)} AND ${givesSession}
    RETURNING "userId"`;
}

/** Whether a grant could still be used, without using it: for showing a page. */
export async function getGrant(
  db: Database,
  secret: string,
  purpose: GrantPurpose,
  owner: ChallengeOwner,
): Promise<Grant | null> {
  const rows = await db.$queryRaw<Grant[]>`
    SELECT "id"::text, "purpose", "userId"::text AS "userId", "otpId"::text AS "otpId", "address", "channel", "context"
      FROM "Grant" WHERE ${isGood(secret, purpose, owner)}`;
  return rows[0] ?? null;
}

/**
 * Writes a grant that was earned otherwise than by a code (a password, a second factor).
 * @returns its secret: the given one, which nobody else may know the like of, or 256 random bits
 */
export async function issueGrant(
  db: Database,
  input: {
    purpose: GrantPurpose;
    userId: string | null;
    owner: ChallengeOwner;
    context: Prisma.InputJsonValue;
    secret?: string;
  },
): Promise<string> {
  const secret = input.secret ?? newGrant().secret;
  await db.$executeRaw`
    INSERT INTO "Grant" ("tokenHash", "purpose", "userId", "browserHash", "clientId", "context", "expiresAt")
    VALUES (${hashSecret(secret)}::bytea, ${input.purpose}, ${input.userId}::uuid, ${input.owner.browserHash}::bytea,
            ${input.owner.clientId}, ${JSON.stringify(input.context)}::jsonb,
            now() + ${grantTtlSeconds} * interval '1 second')`;
  return secret;
}
