import type { Channel } from '@/lib/config/delivery-settings';
import { type Database, Prisma } from '@/lib/db/client';
import { unsynced } from '@/lib/db/unsynced';
import type { FailureKind } from './delivery-error';

/** While this lasts, no other worker takes the message. Longer than all calls of one turn; a crash costs no more. */
export const leaseSeconds = 30;

/** A message that is ours to send for the time of its lease, with what its text is made of. */
export interface ClaimedDelivery {
  id: string;
  template: string;
  channel: Channel;
  address: string;
  locale: string | null;
  params: Record<string, unknown>;
  priority: number;
  /** Of the latest failure, when there was one. */
  failureKind: FailureKind | null;
  /** Counts this turn: a result of an earlier turn no longer matches. */
  attemptCount: number;
  createdAt: Date;
  /** The database's clock. */
  now: Date;
  /** `provider channel` of attempts that came to nothing, by a receipt or because the address was refused. */
  undelivered: readonly string[];
  /** Channels by which nothing may be sent to this address. */
  suppressedChannels: readonly string[];
  /** The account has proved this very address: it may get the code by another channel. */
  addressProved: boolean;
  /** Staff sent it by this vendor: it is tried first in this turn. */
  wantedProvider: string | null;
  /** W3C trace context of the request that asked for it. */
  traceparent: string | null;
  /** Null in notices. */
  challenge: ClaimedChallenge | null;
}

/** What a code is derived from, and what its message says. */
export interface ClaimedChallenge {
  id: string;
  purpose: string;
  address: string;
  nonce: Uint8Array;
  keyId: string;
  generation: number;
  length: number;
  context: Record<string, unknown> | null;
  expiresAt: Date;
  /** The vendor whose own code went out last. */
  verifier: string | null;
}

type Row = Omit<ClaimedDelivery, 'challenge'> & {
  otpId: string | null;
  purpose: string;
  boundAddress: string;
  nonce: Uint8Array;
  keyId: string;
  generation: number;
  length: number;
  context: Record<string, unknown> | null;
  codeExpiresAt: Date;
  verifier: string | null;
};

/** Free places by channel. Notices have few of their own, so that however many wait, a code finds one. */
export interface FreeSlots {
  codes: ReadonlyMap<Channel, number>;
  notices: ReadonlyMap<Channel, number>;
}

/**
 * Takes due messages, up to the free slots. The newest code goes first: where more are asked for than a vendor carries,
 * first come, first served would give everybody a code that is about to die. Notices can wait: by their priority, then in
 * turn. Only messages whose code still works: one that was used, cancelled, guessed away or followed by a newer one is
 * not sent. A leased message is due again at the end of its lease, so `availableAt` alone says when to look at it. The
 * column has milliseconds, rounded: a message of this very moment may be half of one ahead. A claim that is forgotten is made
 * again, as after a crash of ours. The lists are sub-selects so that PostgreSQL keeps one plan: knowing how long they are,
 * it thinks a plan of its own cheaper each time, and planning this costs more than doing it.
 */
export async function claimDeliveries(
  db: Database,
  { codes, notices }: FreeSlots,
): Promise<ClaimedDelivery[]> {
  const rows = await db.$queryRaw<Row[]>`
    WITH codes AS (
      SELECT picked.* FROM unnest((SELECT ${[...codes.keys()]}::text[]), (SELECT ${[...codes.values()]}::int[])) AS lane("channel", "slots")
      CROSS JOIN LATERAL (
        SELECT d."id", d."wantedProvider", o."purpose", o."address" AS "boundAddress", o."nonce", o."keyId", o."length",
               o."context", o."expiresAt" AS "codeExpiresAt", o."verifier",
               -- A value, not EXISTS: for that the planner may read all accounts, to have them at hand.
               (SELECT u."phone" = d."address" AND u."phoneVerifiedAt" IS NOT NULL
                  FROM "User" u WHERE u."id" = o."userId") AS "addressProved"
          FROM "Delivery" d JOIN "Otp" o ON o."id" = d."otpId"
         WHERE d."channel" = lane."channel" AND d."state" IN ('queued', 'sending') AND d."otpId" IS NOT NULL
           AND d."availableAt" < now() + interval '1 millisecond' AND (d."expiresAt" IS NULL OR d."expiresAt" > now())
           AND o."generation" = d."generation" AND o."consumedAt" IS NULL AND o."canceledAt" IS NULL
           AND o."attempts" < o."maxAttempts" AND o."expiresAt" > now()
         ORDER BY d."createdAt" DESC
         LIMIT lane."slots" FOR UPDATE OF d SKIP LOCKED
      ) picked
    ), notices AS (
      SELECT picked.* FROM unnest((SELECT ${[...notices.keys()]}::text[]), (SELECT ${[...notices.values()]}::int[])) AS lane("channel", "slots")
      CROSS JOIN LATERAL (
        SELECT d."id", d."wantedProvider" FROM "Delivery" d
         WHERE d."channel" = lane."channel" AND d."state" IN ('queued', 'sending') AND d."otpId" IS NULL
           AND d."availableAt" < now() + interval '1 millisecond' AND (d."expiresAt" IS NULL OR d."expiresAt" > now())
         ORDER BY d."priority", d."availableAt"
         LIMIT lane."slots" FOR UPDATE OF d SKIP LOCKED
      ) picked
    ), due AS (
      -- No message is in both: what only codes have is null for notices.
      SELECT * FROM codes FULL JOIN notices USING ("id", "wantedProvider")
    ), left_behind AS (${leaveEvidence(Prisma.sql`d."id" = ANY (ARRAY(SELECT "id" FROM due))`)})
    UPDATE "Delivery" d
       SET "state" = 'sending', "wantedProvider" = NULL, "attemptCount" = d."attemptCount" + 1,
           "leasedUntil" = now() + ${leaseSeconds} * interval '1 second',
           "availableAt" = now() + ${leaseSeconds} * interval '1 second'
      -- By an array the rows are looked up; by the join alone the planner, who cannot know the limits, may read the whole table.
      FROM due WHERE d."id" = due."id" AND d."id" = ANY (ARRAY(SELECT "id" FROM due)) AND ${unsynced}
    RETURNING d."id", d."otpId", d."template", d."channel", d."address", d."locale", d."params", d."priority", d."failureKind",
              d."attemptCount", d."createdAt", d."generation", d."traceparent", now() AS "now", due."wantedProvider", due."purpose",
              due."boundAddress", due."nonce", due."keyId", due."length", due."context", due."codeExpiresAt",
              due."verifier", coalesce(due."addressProved", false) AS "addressProved",
              ARRAY(SELECT a."provider" || ' ' || a."channel" FROM "DeliveryAttempt" a
                     WHERE a."deliveryId" = d."id"
                       AND (a."receiptState" = 'undelivered' OR a."failureKind" = 'invalid_address')) AS "undelivered",
              ARRAY(SELECT s."channel" FROM "Suppression" s
                     WHERE s."address" = d."address" AND coalesce(s."expiresAt" > now(), true)) AS "suppressedChannels"`;
  return rows.map(toClaimed).sort(inOrder);
}

/** Statements return rows in any order. */
function inOrder(a: ClaimedDelivery, b: ClaimedDelivery): number {
  if (a.challenge && b.challenge) return +b.createdAt - +a.createdAt;
  if (a.challenge || b.challenge) return a.challenge ? -1 : 1;
  return a.priority - b.priority || +a.createdAt - +b.createdAt;
}

function toClaimed(row: Row): ClaimedDelivery {
  const {
    otpId,
    purpose,
    boundAddress,
    nonce,
    keyId,
    generation,
    length,
    context,
    codeExpiresAt,
    verifier,
    ...delivery
  } = row;
  const challenge = otpId && {
    ...{ id: otpId, purpose, address: boundAddress, nonce, keyId, generation, length, context },
    ...{ expiresAt: codeExpiresAt, verifier },
  };
  return { ...delivery, challenge: challenge || null };
}

/**
 * Whether a message `d` is in the first turn that its own request began (first-turn.ts). The call has no row of its own yet, but
 * where the turn has gone on to another vendor; it may have gone out.
 */
export const isInFirstTurn = Prisma.sql`(
  d."state" = 'sending' AND d."attemptCount" = 1 AND d."provider" IS NOT NULL)`;

/** A part of a statement that takes messages over: the call of a first turn that never ended is written down, without an end. */
function leaveEvidence(takenOver: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    INSERT INTO "DeliveryAttempt" ("id", "deliveryId", "provider", "channel", "startedAt")
    SELECT d."id", d."id", d."provider", d."channel", d."createdAt" FROM "Delivery" d
     WHERE ${takenOver} AND ${isInFirstTurn}
    ON CONFLICT DO NOTHING`;
}

/** Puts messages aside that are worth nothing any more, all at once, so that no fresh one waits behind them. */
export async function dropDeadDeliveries(db: Database): Promise<number> {
  return db.$executeRaw`
    WITH dead AS MATERIALIZED (
      SELECT q."id" FROM "Delivery" q LEFT JOIN "Otp" o ON o."id" = q."otpId"
       WHERE q."state" IN ('queued', 'sending') AND q."availableAt" <= now()
         AND (q."expiresAt" <= now() OR (o."id" IS NOT NULL AND (o."generation" <> q."generation"
              OR o."consumedAt" IS NOT NULL OR o."canceledAt" IS NOT NULL OR o."attempts" >= o."maxAttempts"
              OR o."expiresAt" <= now())))
       FOR UPDATE OF q SKIP LOCKED
    ), left_behind AS (${leaveEvidence(Prisma.sql`d."id" IN (SELECT "id" FROM dead)`)})
    UPDATE "Delivery" d SET "state" = 'dropped', "leasedUntil" = NULL WHERE d."id" IN (SELECT "id" FROM dead)`;
}
