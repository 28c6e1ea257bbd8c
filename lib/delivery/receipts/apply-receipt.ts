import { createHash } from 'node:crypto';
import type { Database } from '@/lib/db/client';
import { liftSuppression, suppressAddress } from '../suppression';
import type { OptEvent, ReceiptEvent, StateEvent } from './receipt-event';

export interface AppliedReceipt {
  /** Null: an attempt that nobody knows (yet). */
  deliveryId: string | null;
  /** False for a replay, a late one or a step back. */
  changed: boolean;
  /** Goes out again, by the next vendor. */
  requeued: boolean;
}

/** One event, once. What is older or lesser than what is known changes nothing. */
export function applyReceipt(db: Database, event: ReceiptEvent): Promise<AppliedReceipt> {
  return event.type === 'state' ? applyState(db, event) : applyOpt(db, event);
}

const hashOf = ({ eventId, ...event }: ReceiptEvent) =>
  createHash('sha256')
    .update(JSON.stringify([event.type === 'state' ? event.providers : event.provider, eventId]))
    .digest();

type Row = { deliveryId: string; state: string | null; channel: string; address: string; fresh: boolean };

/**
 * In one statement: remembers the event; moves the attempt forward (accepted < undelivered < delivered); then the
 * delivery. What was lost goes back to the queue while its code lives, unless its owner said STOP; a message that
 * another vendor has taken meanwhile is left alone.
 */
async function applyState(db: Database, event: StateEvent): Promise<AppliedReceipt> {
  const { state, failure, suppress, price = null } = event;
  const rows = await db.$queryRaw<Row[]>`
    WITH named AS (
      SELECT "id", "deliveryId" FROM "DeliveryAttempt"
       WHERE "providerMessageId" = ${event.providerMessageId} AND "provider" = ANY(${[...event.providers]}::text[])
       LIMIT 1
    ), seen AS (
      INSERT INTO "VendorEvent" ("id") SELECT ${hashOf(event)}::bytea FROM named ON CONFLICT DO NOTHING RETURNING "id"
    ), attempt AS (
      UPDATE "DeliveryAttempt" a
         SET "receiptState" = ${state}, "receiptAt" = now(),
             "failureKind" = CASE WHEN ${state} = 'undelivered' THEN ${failure?.kind ?? null} END,
             "vendorCode" = coalesce(${failure?.vendorCode ?? null}, a."vendorCode"),
             "detail" = coalesce(${failure?.detail ?? null}, a."detail"),
             -- The answer to the call counted all parts of a long text; a receipt is about one.
             "priceMicros" = coalesce(a."priceMicros", ${price?.micros ?? null}::bigint),
             "priceCurrency" = coalesce(a."priceCurrency", ${price?.currency ?? null})
        FROM named, seen
       WHERE a."id" = named."id"
         AND array_position(ARRAY['accepted', 'undelivered', 'delivered'], ${state})
             > coalesce(array_position(ARRAY['accepted', 'undelivered', 'delivered'], a."receiptState"), 0)
      RETURNING a."deliveryId", a."provider", a."providerMessageId", a."channel"
    ), delivery AS (
      UPDATE "Delivery" d
         SET "state" = CASE WHEN ${state} <> 'undelivered' THEN ${state}
                            WHEN ${suppress === 'stopped'} THEN 'failed'
                            WHEN coalesce(d."expiresAt" > now(), true) AND (d."otpId" IS NULL OR EXISTS (
                              SELECT 1 FROM "Otp" o WHERE o."id" = d."otpId" AND o."generation" = d."generation"
                                 AND o."consumedAt" IS NULL AND o."canceledAt" IS NULL
                                 AND o."attempts" < o."maxAttempts" AND o."expiresAt" > now())) THEN 'queued'
                            ELSE 'failed' END,
             "availableAt" = now(), "leasedUntil" = NULL,
             "deliveredAt" = CASE WHEN ${state} = 'delivered' THEN now() END,
             "provider" = attempt."provider", "providerMessageId" = attempt."providerMessageId",
             "failureKind" = ${failure?.kind ?? null}, "failureDetail" = ${failure?.detail ?? null}
        FROM attempt
       WHERE d."id" = attempt."deliveryId"
         AND CASE ${state}
             WHEN 'delivered' THEN d."state" IN ('queued', 'sending', 'sent', 'accepted', 'failed')
             WHEN 'accepted' THEN d."state" = 'sent' AND d."providerMessageId" = attempt."providerMessageId"
             ELSE d."state" IN ('sent', 'accepted') AND d."providerMessageId" = attempt."providerMessageId" END
      RETURNING d."id", d."state"
    )
    SELECT named."deliveryId"::text AS "deliveryId", delivery."state",
           coalesce(attempt."channel", d."channel") AS "channel", d."address", EXISTS (SELECT 1 FROM seen) AS "fresh"
      FROM named JOIN "Delivery" d ON d."id" = named."deliveryId"
      LEFT JOIN attempt ON true LEFT JOIN delivery ON true`;
  const row = rows[0];
  if (!row) return { deliveryId: null, changed: false, requeued: false };
  // A mailbox can bounce after its server said yes: the way of the message is over, but not what it taught.
  if (suppress && row.fresh) {
    const { address, deliveryId } = row;
    const channel = row.channel as OptEvent['channel'];
    await suppressAddress(db, {
      channel,
      address,
      reason: suppress,
      provider: event.providers[0]!,
      deliveryId,
    });
  }
  const changed = row.state !== null || (suppress !== undefined && row.fresh);
  return { deliveryId: row.deliveryId, changed, requeued: row.state === 'queued' };
}

async function applyOpt(db: Database, event: OptEvent): Promise<AppliedReceipt> {
  const nothing = { deliveryId: null, requeued: false };
  const fresh = await db.$executeRaw`
    INSERT INTO "VendorEvent" ("id") VALUES (${hashOf(event)}::bytea) ON CONFLICT DO NOTHING`;
  if (fresh === 0) return { ...nothing, changed: false };
  const { channel, address, provider } = event;
  if (event.type === 'start') return { ...nothing, changed: await liftSuppression(db, channel, address) };
  await suppressAddress(db, { channel, address, reason: 'stopped', provider, deliveryId: null });
  return { ...nothing, changed: true };
}
