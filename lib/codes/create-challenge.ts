import { randomBytes, randomUUID } from 'node:crypto';
import { getKey } from '@/lib/config/keys';
import { getSettings } from '@/lib/config/settings';
import { alongside } from '@/lib/db/alongside';
import type { Database, Prisma } from '@/lib/db/client';
import type { Channel } from '@/lib/delivery/channel';
import type { ClaimedChallenge } from '@/lib/delivery/claim-deliveries';
import {
  type FirstTurn,
  firstTurnColumns,
  firstTurnPart,
  firstTurnValues,
  type WrittenMessage,
} from '@/lib/delivery/first-turn';
import type { NoticeTemplate } from '@/lib/delivery/messages/template';
import { reserveFirstTurn } from '@/lib/delivery/outbox';
import type { Step } from '@/lib/delivery/routing/plan-route';
import {
  freely,
  type LimitRefusal,
  type LimitsLeft,
  type LimitTake,
  type TakenRow,
} from '@/lib/limits/take-limits';
import { ok, type Result } from '@/lib/result';
import { currentTraceparent } from '@/lib/trace/span';
import type { Challenge, ChallengeOwner } from './challenge';
import { challengeColumns } from './challenge-columns';
import { type Purpose, policies, resendCooldownSeconds, ttlSeconds } from './purposes';

export interface NewChallenge {
  purpose: Purpose;
  channel: Channel;
  /** Where the code goes: the stored address, never the typed one; for a decoy what the visitor typed. */
  address: string;
  /** Null with `decoy` for an unknown account; null without it for addresses that need no account. */
  userId: string | null;
  decoy: boolean;
  /** What failures are counted under. */
  subject: string;
  owner: ChallengeOwner;
  locale: string | null;
  /** Inputs of the message text that are no secret. */
  params: Record<string, unknown>;
  context?: Prisma.InputJsonValue;
  /** The former challenge of the same browser and flow: it dies in the same statement. */
  replaces?: string | null;
  /** The vendor that staff wants to try; null: the usual order. */
  wantedProvider?: string | null;
  /** Further parts of the same statement, which may read the new row as `challenge`: it is not there where a limit refused. */
  with?: (id: string) => readonly Prisma.Sql[];
  /** For a decoy whose address has an owner who should hear of it: a message in the same statement, without a code. */
  notice?: { template: NoticeTemplate; userId: string; params: Record<string, unknown> } | null;
}

/** Notices go after codes and are worth something for a day. */
const noticePriority = 10;

/**
 * Writes a challenge and its delivery in one statement: either both are there or none. A decoy writes the same rows;
 * its delivery is in a state that no worker touches, so nobody can time the difference.
 */
export async function createChallenge(db: Database, input: NewChallenge): Promise<Challenge> {
  return (await writeChallenge(db, input, freely, null)).challenge!;
}

export interface LimitedChallenge {
  challenge: Challenge;
  limitsLeft: LimitsLeft;
  /**
   * The call that this request sets off itself, once it is answered; for a decoy the one that it would. Null: the message waits
   * for the outbox.
   */
  firstStep: Step | null;
}

/**
 * The same, where the limits of `take` let it through: they are taken in that statement, and nothing is written without. Not
 * for use in a transaction: the message may be on its way when this returns.
 */
export async function createLimitedChallenge(
  db: Database,
  input: NewChallenge,
  take: LimitTake,
): Promise<Result<LimitedChallenge, 'limited', LimitRefusal>> {
  const turn = reserveTurn(input);
  let begun = false;
  try {
    const { challenge, isFirst, taken } = await writeChallenge(db, input, take, turn);
    const allowed = take.read(taken);
    if (!allowed.ok) return allowed;
    if (turn && isFirst && (!input.decoy || input.notice)) {
      turn.begin(describeMessage(input, challenge!));
      begun = true;
    }
    const firstStep = isFirst ? turn!.step : null;
    return ok({ challenge: challenge!, limitsLeft: allowed.value, firstStep });
  } finally {
    if (!begun) turn?.giveBack();
  }
}

/** Of the code, or of the notice that goes in its place. */
function reserveTurn({ channel, address, purpose, notice, wantedProvider }: NewChallenge): FirstTurn | null {
  if (wantedProvider) return null;
  const kind = notice ? { template: notice.template, purpose: null } : { template: 'code', purpose };
  return reserveFirstTurn({ channel, address, ...kind });
}

function describeMessage({ notice, params }: NewChallenge, challenge: Challenge): WrittenMessage {
  const { locale, createdAt, now } = challenge;
  const common = { locale, createdAt, now, traceparent: currentTraceparent() };
  // What JSON does not hold would not be there for a later turn either.
  const kept = (given: Record<string, unknown>) => JSON.parse(JSON.stringify(given)) as typeof given;
  if (notice) return { ...common, priority: noticePriority, params: kept(notice.params), challenge: null };
  const context = challenge.context as ClaimedChallenge['context'];
  return { ...common, priority: 0, params: kept(params), challenge: { ...challenge, context } };
}

async function writeChallenge(
  db: Database,
  input: NewChallenge,
  take: LimitTake,
  turn: FirstTurn | null,
): Promise<{ challenge: Challenge | null; isFirst: boolean; taken: TakenRow }> {
  const id = randomUUID();
  const ttl = ttlSeconds(input.purpose);
  const policy = policies[input.purpose];
  const notice = input.notice ?? null;
  const messageIds = { code: randomUUID() as string, notice: randomUUID() as string };
  if (turn) messageIds[notice ? 'notice' : 'code'] = turn.id;
  const rows = await db.$queryRaw<(TakenRow & { isFirst: boolean } & (Challenge | { id: null }))[]>`
    WITH taken AS MATERIALIZED (${take.part}), ${firstTurnPart(turn, input.address)}, replaced AS (
      UPDATE "Otp" SET "canceledAt" = now()
       WHERE (SELECT "open" FROM taken) AND "id" = ${input.replaces ?? null}::uuid AND "consumedAt" IS NULL AND "canceledAt" IS NULL
         AND "browserHash" IS NOT DISTINCT FROM ${input.owner.browserHash}::bytea
         AND "clientId" IS NOT DISTINCT FROM ${input.owner.clientId}
    ), challenge AS (
      INSERT INTO "Otp" ("id", "purpose", "channel", "address", "userId", "decoy", "subject", "nonce", "keyId", "length",
                         "maxAttempts", "browserHash", "clientId", "context", "locale", "expiresAt", "resendAvailableAt")
      SELECT ${id}::uuid, ${input.purpose}, ${input.channel}, ${input.address}, ${input.userId}::uuid, ${input.decoy},
             ${input.subject}, ${randomBytes(16)}::bytea, ${getKey('code').id}, ${getSettings().codes.length}::int,
             ${policy.maxAttempts}::int, ${input.owner.browserHash}::bytea, ${input.owner.clientId},
             ${input.context === undefined ? null : JSON.stringify(input.context)}::jsonb, ${input.locale},
             now() + ${ttl} * interval '1 second', now() + ${resendCooldownSeconds[0]} * interval '1 second'
        FROM taken WHERE "open"
      RETURNING *
    ), delivery AS (
      INSERT INTO "Delivery" ("id", "otpId", "userId", "template", "channel", "address", "locale", "params", "state", "expiresAt",
                              "wantedProvider", "traceparent", ${firstTurnColumns})
      SELECT ${messageIds.code}::uuid, "id", "userId", 'code', "channel", "address", "locale",
             ${JSON.stringify(input.params)}::jsonb,
             CASE WHEN "decoy" THEN 'decoy' WHEN "first" THEN 'sending' ELSE 'queued' END, "expiresAt",
             ${input.wantedProvider ?? null}, ${currentTraceparent()}, ${firstTurnValues}
        FROM challenge, turn
    ), notice AS (
      -- Where one could be, a row is written either way.
      INSERT INTO "Delivery" ("id", "userId", "template", "channel", "address", "locale", "params", "state", "priority",
                              "expiresAt", ${firstTurnColumns})
      SELECT ${messageIds.notice}::uuid, ${notice?.userId ?? null}::uuid, ${notice?.template ?? 'decoy'}, "channel", "address",
             "locale", ${JSON.stringify(notice?.params ?? {})}::jsonb,
             CASE WHEN ${notice === null} THEN 'decoy' WHEN "first" THEN 'sending' ELSE 'queued' END, ${noticePriority},
             now() + interval '24 hours', ${firstTurnValues}
        FROM challenge, turn WHERE ${notice !== null || input.purpose === 'registration'}
    )${alongside(input.with?.(id) ?? [])}
    SELECT "left", "waits", (SELECT "first" FROM turn) AS "isFirst", ${challengeColumns}
      FROM taken LEFT JOIN challenge ON true`;
  const { left, waits, isFirst, ...row } = rows[0]!;
  return { challenge: row.id === null ? null : row, isFirst, taken: { left, waits } };
}
