import { randomUUID } from 'node:crypto';
import { type Database, Prisma } from '@/lib/db/client';
import { unsynced } from '@/lib/db/unsynced';
import { type ClaimedDelivery, leaseSeconds } from './claim-deliveries';
import { type DeliveryError, isTransient } from './delivery-error';
import type { Receipt } from './providers/provider';
import { recordTogether } from './record-together';
import type { Step } from './routing/plan-route';

/** One call to a vendor, as its row knows it. */
export interface Attempt extends Step {
  id: string;
  /** Of `performance.now()`. */
  begunAt: number;
}

/** What became of a call. */
interface Ending {
  outcome: 'sent' | 'failed';
  failureKind?: string | null;
  vendorCode?: string | null;
  detail?: string | null;
  providerMessageId?: string | null;
  price?: Receipt['price'];
}

/**
 * A part of a statement: ends an attempt. That of a first turn has no row before, unless its lease ended meanwhile and a
 * worker wrote it down (claim-deliveries.ts). None of a message that is gone.
 */
function endAttempt(delivery: ClaimedDelivery, attempt: Attempt, ending: Ending): Prisma.Sql {
  const { outcome, failureKind = null, vendorCode = null, detail = null } = ending;
  const { providerMessageId = null, price = null } = ending;
  return Prisma.sql`
    INSERT INTO "DeliveryAttempt" ("id", "deliveryId", "provider", "channel", "startedAt", "finishedAt", "outcome",
                                   "failureKind", "vendorCode", "detail", "providerMessageId", "priceMicros", "priceCurrency")
    SELECT ${attempt.id}::uuid, "id", ${attempt.provider}, ${attempt.channel},
           now() - ${performance.now() - attempt.begunAt}::float8 * interval '1 millisecond', now(), ${outcome},
           ${failureKind}, ${vendorCode}, ${detail}, ${providerMessageId}, ${price?.micros ?? null}::bigint,
           ${price?.currency ?? null}
      FROM "Delivery" WHERE "id" = ${delivery.id}::uuid
    ON CONFLICT ("id") DO UPDATE
       SET "finishedAt" = EXCLUDED."finishedAt", "outcome" = EXCLUDED."outcome", "failureKind" = EXCLUDED."failureKind",
           "vendorCode" = EXCLUDED."vendorCode", "detail" = EXCLUDED."detail",
           "providerMessageId" = EXCLUDED."providerMessageId", "priceMicros" = EXCLUDED."priceMicros",
           "priceCurrency" = EXCLUDED."priceCurrency"`;
}

/**
 * Writes down that calls are about to be made: after a crash it can be seen that one may have gone out. A first turn says it
 * by the message itself (first-turn.ts).
 */
export async function beginAttempts(
  db: Database,
  calls: readonly { delivery: ClaimedDelivery; step: Step }[],
): Promise<Attempt[]> {
  const begunAt = performance.now();
  const attempts = calls.map(({ step }) => ({ id: randomUUID() as string, begunAt, ...step }));
  await db.$executeRaw`
    INSERT INTO "DeliveryAttempt" ("id", "deliveryId", "provider", "channel")
    SELECT * FROM unnest(${attempts.map(({ id }) => id)}::uuid[], ${calls.map(({ delivery }) => delivery.id)}::uuid[],
                         ${attempts.map(({ provider }) => provider)}::text[], ${attempts.map(({ channel }) => channel)}::text[])
     WHERE ${unsynced}`;
  return attempts;
}

const failureOf = ({ kind, vendorCode, detail }: DeliveryError): Ending => ({
  ...{ outcome: 'failed', failureKind: kind, vendorCode, detail },
});

/**
 * Ends a failed attempt and begins the next one, with a new lease. @returns null when that is in vain: the code has died
 * meanwhile, or the message is no longer ours.
 */
export async function passOn(
  db: Database,
  delivery: ClaimedDelivery,
  failed: Attempt,
  error: DeliveryError,
  next: Step,
): Promise<Attempt | null> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    WITH failed AS (${endAttempt(delivery, failed, failureOf(error))}), lease AS (
      UPDATE "Delivery" d
         SET "leasedUntil" = now() + ${leaseSeconds} * interval '1 second',
             "availableAt" = now() + ${leaseSeconds} * interval '1 second',
             "failureKind" = ${error.kind}, "failureDetail" = ${error.detail}
       WHERE "id" = ${delivery.id}::uuid AND "state" = 'sending' AND "attemptCount" = ${delivery.attemptCount}
         AND ("otpId" IS NULL OR EXISTS (
           SELECT 1 FROM "Otp" o WHERE o."id" = d."otpId" AND o."generation" = d."generation" AND o."consumedAt" IS NULL
              AND o."canceledAt" IS NULL AND o."attempts" < o."maxAttempts" AND o."expiresAt" > now()))
      RETURNING "id"
    )
    INSERT INTO "DeliveryAttempt" ("deliveryId", "provider", "channel")
    SELECT "id", ${next.provider}, ${next.channel} FROM lease
    RETURNING "id"::text AS "id"`;
  return rows[0] ? { ...next, id: rows[0].id, begunAt: performance.now() } : null;
}

/**
 * The vendor has it. Where it made a code of its own, the challenge is told who checks it; where not, that we do. That waits for
 * the disk, and so does a text: it would be paid twice, and its receipt lost. A mail's yes goes with those of others.
 */
export async function recordSent(
  db: Database,
  delivery: ClaimedDelivery,
  attempt: Attempt,
  receipt: Receipt,
): Promise<void> {
  const { state, providerMessageId, price = null } = receipt;
  const verifierId = receipt.verifierId ?? null;
  const verifier = verifierId === null ? null : attempt.provider;
  const changesVerifier = verifier !== null || (delivery.challenge?.verifier ?? null) !== null;
  if (attempt.channel === 'email' && !changesVerifier && price === null) {
    const mail = { delivery, attempt, receipt, endedAt: performance.now() };
    return recordTogether(db, { sent: [mail], rehearsed: [] });
  }
  await db.$executeRaw`
    WITH attempt AS (${endAttempt(delivery, attempt, { outcome: 'sent', providerMessageId, price })}), delivery AS (
      UPDATE "Delivery"
         SET "state" = ${state}, "sentAt" = now(), "deliveredAt" = CASE WHEN ${state} = 'delivered' THEN now() END,
             "provider" = ${attempt.provider}, "providerMessageId" = ${providerMessageId}, "leasedUntil" = NULL,
             "failureKind" = NULL, "failureDetail" = NULL
       WHERE "id" = ${delivery.id}::uuid AND "state" = 'sending' AND "attemptCount" = ${delivery.attemptCount}
      RETURNING "otpId", "generation"
    )
    UPDATE "Otp" SET "verifier" = ${verifier}, "verifierId" = ${verifierId}
      FROM delivery
     WHERE ${changesVerifier} AND "Otp"."id" = delivery."otpId" AND "Otp"."generation" = delivery."generation"`;
}

/**
 * A transient failure is tried again after the back-off, if the message still lives then; all else ends it. `attempt` is
 * null when no call was made. `outcome` is what the message ends with, where that is not the last call's error.
 */
export async function recordFailure(
  db: Database,
  delivery: ClaimedDelivery,
  attempt: Attempt | null,
  error: DeliveryError,
  { outcome = error, final = false }: { outcome?: DeliveryError; final?: boolean } = {},
): Promise<void> {
  const wait = isTransient[outcome.kind] && !final ? backOffSeconds(delivery) : null;
  await db.$executeRaw`
    WITH attempt AS (${attempt ? endAttempt(delivery, attempt, failureOf(error)) : Prisma.sql`SELECT`})
    UPDATE "Delivery"
       SET "state" = CASE WHEN now() + ${wait}::float8 * interval '1 second' < coalesce("expiresAt", 'infinity')
                          THEN 'queued' ELSE 'failed' END,
           "availableAt" = now() + coalesce(${wait}::float8, 0) * interval '1 second', "leasedUntil" = NULL,
           "provider" = ${attempt?.provider ?? null}, "failureKind" = ${outcome.kind}, "failureDetail" = ${outcome.detail}
     WHERE "id" = ${delivery.id}::uuid AND "state" = 'sending' AND "attemptCount" = ${delivery.attemptCount}`;
}

/**
 * Puts messages back that no vendor takes at the moment, or that had to wait. They were not tried, so it does not count as a
 * turn; nobody is named who may have been called in a first one.
 */
export async function postpone(
  db: Database,
  deliveries: readonly { delivery: ClaimedDelivery; until: Date }[],
): Promise<void> {
  await db.$executeRaw`
    UPDATE "Delivery" d
       SET "state" = 'queued', "leasedUntil" = NULL, "attemptCount" = d."attemptCount" - 1,
           "availableAt" = wanted."until", "provider" = CASE WHEN d."attemptCount" > 1 THEN d."provider" END
      FROM unnest(${deliveries.map(({ delivery }) => delivery.id)}::uuid[],
                  ${deliveries.map(({ delivery }) => delivery.attemptCount)}::int[],
                  ${deliveries.map(({ until }) => until)}::timestamptz[]) AS wanted("id", "attemptCount", "until")
     WHERE d."id" = wanted."id" AND d."state" = 'sending' AND d."attemptCount" = wanted."attemptCount"`;
}

const longestCodeWaitSeconds = 30;
const longestNoticeWaitSeconds = 15 * 60;

/** 1, 2, 4 … seconds, a fifth more or less, so that messages which failed together do not come back together. */
function backOffSeconds({ attemptCount, challenge }: ClaimedDelivery): number {
  const longest = challenge ? longestCodeWaitSeconds : longestNoticeWaitSeconds;
  return Math.min(2 ** (attemptCount - 1), longest) * (0.8 + Math.random() * 0.4);
}
