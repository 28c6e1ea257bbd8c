import { randomBytes, timingSafeEqual } from 'node:crypto';
import { generate } from 'otplib/functional';
import type { Database } from '@/lib/db/client';
import { openFactorSecret, sealFactorSecret } from './factor-secret';

/** RFC 6238 with what every app understands: SHA-1, 30 seconds, 6 digits. 160 bits of secret. */
const secretBytes = 20;
export const stepSeconds = 30;
/** A clock that is behind costs one step of tolerance; one that is ahead is learnt when the app is set up. */
const stepsBack = 1;
const mostStepsAhead = 2;

type Queryable = Pick<Database, '$queryRaw' | '$executeRaw'>;

/** Makes a secret for an app that is about to be set up; a former one that was never confirmed is gone. */
export async function startTotp(db: Queryable, userId: string): Promise<'started' | 'already_on'> {
  const { sealed, keyId } = sealFactorSecret(randomBytes(secretBytes), userId);
  const written = await db.$executeRaw`
    INSERT INTO "Factor" AS f ("userId", "kind", "secret", "keyId")
    VALUES (${userId}::uuid, 'totp', ${sealed}::bytea, ${keyId})
    ON CONFLICT ("userId", "kind") WHERE "kind" <> 'passkey' DO UPDATE
       SET "secret" = EXCLUDED."secret", "keyId" = EXCLUDED."keyId", "createdAt" = now()
     WHERE f."confirmedAt" IS NULL`;
  return written === 1 ? 'started' : 'already_on';
}

interface TotpRow {
  id: string;
  secret: Uint8Array;
  keyId: string;
  aheadSteps: number;
  step: bigint;
}

/** The database's clock decides which step it is. */
async function getTotp(db: Queryable, userId: string, confirmed: boolean): Promise<TotpRow | null> {
  const rows = await db.$queryRaw<TotpRow[]>`
    SELECT "id"::text, "secret", "keyId", "aheadSteps", floor(extract(epoch FROM now()) / ${stepSeconds})::bigint AS "step"
      FROM "Factor" WHERE "userId" = ${userId}::uuid AND "kind" = 'totp' AND ("confirmedAt" IS NOT NULL) = ${confirmed}`;
  return rows[0] ?? null;
}

/** The secret of an app that is being set up, or null. Once the app is confirmed nobody sees it again. */
export async function getPendingTotpSecret(db: Queryable, userId: string): Promise<Buffer | null> {
  const row = await getTotp(db, userId, false);
  return row && openFactorSecret(row.secret, row.keyId, userId);
}

/** Turns an app on with its first code, which is used up by it. */
export async function confirmTotp(db: Queryable, userId: string, code: string): Promise<boolean> {
  const row = await getTotp(db, userId, false);
  if (!row) return false;
  const secret = openFactorSecret(row.secret, row.keyId, userId);
  const step = await matchStep(secret, code, row.step, mostStepsAhead);
  if (step === null) return false;
  const ahead = Math.max(0, Number(step - row.step));
  const confirmed = await db.$executeRaw`
    UPDATE "Factor" SET "confirmedAt" = now(), "lastUsedAt" = now(), "lastStep" = ${step}, "aheadSteps" = ${ahead}
     WHERE "id" = ${row.id}::uuid AND "confirmedAt" IS NULL AND "secret" = ${row.secret}::bytea`;
  return confirmed === 1;
}

/**
 * Accepts a code once. The step is stored by one conditional update, so of any number of equal codes at the same time
 * one gets through, and neither it nor an older one ever does again (RFC 6238, 5.2).
 */
export async function acceptTotp(
  db: Queryable,
  userId: string,
  code: string,
): Promise<'accepted' | 'wrong' | 'replayed'> {
  const row = await getTotp(db, userId, true);
  if (!row) return 'wrong';
  const secret = openFactorSecret(row.secret, row.keyId, userId);
  const step = await matchStep(secret, code, row.step, row.aheadSteps);
  if (step === null) return 'wrong';
  const accepted = await db.$executeRaw`
    UPDATE "Factor" SET "lastStep" = ${step}, "lastUsedAt" = now()
     WHERE "id" = ${row.id}::uuid AND "confirmedAt" IS NOT NULL AND ("lastStep" IS NULL OR "lastStep" < ${step})`;
  return accepted === 1 ? 'accepted' : 'replayed';
}

/** The step whose code was typed: this one, the one before, or one that a fast clock has reached. All are compared. */
export async function matchStep(
  secret: Uint8Array,
  code: string,
  step: bigint,
  stepsAhead: number,
): Promise<bigint | null> {
  const typed = Buffer.from(code);
  let found: bigint | null = null;
  for (let offset = -stepsBack; offset <= stepsAhead; offset += 1) {
    const candidate = step + BigInt(offset);
    const expected = Buffer.from(await generate({ strategy: 'hotp', secret, counter: Number(candidate) }));
    if (typed.length === expected.length && timingSafeEqual(typed, expected)) found = candidate;
  }
  return found;
}
