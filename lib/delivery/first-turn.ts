import type { Channel, DeliverySettings } from '@/lib/config/delivery-settings';
import { Prisma } from '@/lib/db/client';
import { type ClaimedChallenge, type ClaimedDelivery, leaseSeconds } from './claim-deliveries';
import { type Plan, planRoute, type Step } from './routing/plan-route';
import { isFailingHere, type ProviderTrouble } from './routing/provider-health';

/** What is known of a message before it is written. */
export interface WantedTurn {
  channel: Channel;
  address: string;
  template: string;
  /** Of its code; null in notices. */
  purpose: string | null;
}

/** What is known once it is. */
export interface WrittenMessage {
  priority: number;
  locale: string | null;
  params: Record<string, unknown>;
  createdAt: Date;
  /** The database's clock. */
  now: Date;
  traceparent: string | null;
  challenge: ClaimedChallenge | null;
}

/**
 * The first turn of a message, begun by the request that writes it: a place of this process, and the call that will be made.
 * The message is written as if it had been claimed already, so no other worker looks at it before the lease ends; a crash
 * costs what it costs after a claim.
 */
export interface FirstTurn {
  /** Of the message; its first attempt has the same, so that whoever finds the lease ended can write that attempt down. */
  id: string;
  step: Step;
  /** Call it after the commit. What sending costs begins when the answer has left. */
  begin(message: WrittenMessage): void;
  /** Nothing was written, or nothing that is to be sent. */
  giveBack(): void;
}

/**
 * The vendors of a first turn, where nothing is out of the ordinary; else null, and the message is claimed like all others.
 * Falling back to another channel takes a question to the database (has the account proved the number?).
 */
export function planFirstTurn(
  { channel, address, template, purpose }: WantedTurn,
  settings: DeliverySettings,
  trouble: readonly ProviderTrouble[],
): Plan | null {
  const message = {
    channel,
    address,
    template,
    challenge: purpose === null ? null : { purpose },
    addressProved: true,
    wantedProvider: null,
    undelivered: [],
    suppressedChannels: [],
    now: new Date(),
  };
  const plan = planRoute(message, settings, []);
  const isUsual = plan.steps.every(
    (step) =>
      step.channel === channel &&
      !isFailingHere(step.provider) &&
      !trouble.some(({ provider }) => provider === step.provider),
  );
  return plan.steps.length > 0 && isUsual ? plan : null;
}

/**
 * A part of `WITH`: one row, whether the message is written as taken ("first"). An address to which something may not be sent is
 * for the worker to judge.
 */
export function firstTurnPart(turn: FirstTurn | null, address: string): Prisma.Sql {
  return Prisma.sql`turn AS (
    SELECT ${turn !== null}::boolean AND NOT EXISTS (
             SELECT 1 FROM "Suppression" s WHERE s."address" = ${address} AND coalesce(s."expiresAt" > now(), true)) AS "first",
           ${turn?.step.provider ?? null}::text AS "by", ${leaseSeconds} * interval '1 second' AS "lease")`;
}

/** What a message written in a first turn has besides; for a statement that reads from `turn`. */
export const firstTurnColumns = Prisma.sql`"attemptCount", "availableAt", "leasedUntil", "provider"`;
export const firstTurnValues = Prisma.sql`
  "first"::int, CASE WHEN "first" THEN now() + "lease" ELSE now() END, CASE WHEN "first" THEN now() + "lease" END,
  CASE WHEN "first" THEN "by" END`;

/** The message as a claim would return it. Without another channel to fall back to, nobody asks whether the number is proved. */
export function toClaimed(
  id: string,
  { channel, address, template }: WantedTurn,
  message: WrittenMessage,
): ClaimedDelivery {
  return {
    ...message,
    id,
    channel,
    address,
    template,
    attemptCount: 1,
    failureKind: null,
    undelivered: [],
    suppressedChannels: [],
    addressProved: false,
    wantedProvider: null,
  };
}
