import { randomUUID } from 'node:crypto';
import type { Database } from '@/lib/db/client';
import { unsynced } from '@/lib/db/unsynced';
import { type ClaimedDelivery, leaseSeconds } from './claim-deliveries';
import { type DeliveryError, isTransient } from './delivery-error';
import type { Receipt } from './providers/provider';
import type { Step } from './routing/plan-route';

/** One call to a vendor, as its row knows it. */
export interface Attempt extends Step {
  id: string;
}

/** Writes down that calls are about to be made: after a crash it can be seen that one may have gone out. */
export async function beginAttempts(
  db: Database,
  calls: readonly { delivery: ClaimedDelivery; step: Step }[],
): Promise<Attempt[]> {
  const attempts = calls.map(({ step }) => ({ id: randomUUID() as string, ...step }));
  await db.$executeRaw`
    INSERT INTO "DeliveryAttempt" ("id", "deliveryId", "provider", "channel")
    SELECT * FROM unnest(${attempts.map(({ id }) => id)}::uuid[], ${calls.map(({ delivery }) => delivery.id)}::uuid[],
                         ${attempts.map(({ provider }) => provider)}::text[], ${attempts.map(({ channel }) => channel)}::text[])
     WHERE ${unsynced}`;
  return attempts;
}

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
    WITH failed AS (
      UPDATE "DeliveryAttempt"
         SET "finishedAt" = now(), "outcome" = 'failed', "failureKind" = ${error.kind},
             "vendorCode" = ${error.vendorCode}, "detail" = ${error.detail}
       WHERE "id" = ${failed.id}::uuid
    ), lease AS (
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
  return rows[0] ? { ...next, id: rows[0].id } : null;
}

/** The vendor has it. Where it made a code of its own, the challenge is told who checks it; where not, that we do. */
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
  await db.$executeRaw`
    WITH attempt AS (
      UPDATE "DeliveryAttempt"
         SET "finishedAt" = now(), "outcome" = 'sent', "providerMessageId" = ${providerMessageId},
             "priceMicros" = ${price?.micros ?? null}::bigint, "priceCurrency" = ${price?.currency ?? null}
       WHERE "id" = ${attempt.id}::uuid
    ), delivery AS (
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
    WITH attempt AS (
      UPDATE "DeliveryAttempt"
         SET "finishedAt" = now(), "outcome" = 'failed', "failureKind" = ${error.kind},
             "vendorCode" = ${error.vendorCode}, "detail" = ${error.detail}
       WHERE "id" = ${attempt?.id ?? null}::uuid
    )
    UPDATE "Delivery"
       SET "state" = CASE WHEN now() + ${wait}::float8 * interval '1 second' < coalesce("expiresAt", 'infinity')
                          THEN 'queued' ELSE 'failed' END,
           "availableAt" = now() + coalesce(${wait}::float8, 0) * interval '1 second', "leasedUntil" = NULL,
           "provider" = ${attempt?.provider ?? null}, "failureKind" = ${outcome.kind}, "failureDetail" = ${outcome.detail}
     WHERE "id" = ${delivery.id}::uuid AND "state" = 'sending' AND "attemptCount" = ${delivery.attemptCount}`;
}

/** Puts messages back that no vendor takes at the moment. They were not tried, so it does not count as a turn. */
export async function postpone(
  db: Database,
  deliveries: readonly { delivery: ClaimedDelivery; until: Date }[],
): Promise<void> {
  await db.$executeRaw`
    UPDATE "Delivery" d
       SET "state" = 'queued', "leasedUntil" = NULL, "attemptCount" = d."attemptCount" - 1,
           "availableAt" = wanted."until"
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
