import { randomBytes, randomUUID } from 'node:crypto';
import { getKey } from '@/lib/config/keys';
import { getSettings } from '@/lib/config/settings';
import { alongside } from '@/lib/db/alongside';
import type { Database, Prisma } from '@/lib/db/client';
import type { Channel } from '@/lib/delivery/channel';
import type { NoticeTemplate } from '@/lib/delivery/messages/template';
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
  return (await writeChallenge(db, input, freely)).challenge!;
}

/** The same, where the limits of `take` let it through: they are taken in that statement, and nothing is written without. */
export async function createLimitedChallenge(
  db: Database,
  input: NewChallenge,
  take: LimitTake,
): Promise<Result<{ challenge: Challenge; limitsLeft: LimitsLeft }, 'limited', LimitRefusal>> {
  const { challenge, taken } = await writeChallenge(db, input, take);
  const allowed = take.read(taken);
  return allowed.ok ? ok({ challenge: challenge!, limitsLeft: allowed.value }) : allowed;
}

async function writeChallenge(
  db: Database,
  input: NewChallenge,
  take: LimitTake,
): Promise<{ challenge: Challenge | null; taken: TakenRow }> {
  const id = randomUUID();
  const ttl = ttlSeconds(input.purpose);
  const policy = policies[input.purpose];
  const notice = input.notice ?? null;
  const rows = await db.$queryRaw<(TakenRow & (Challenge | { id: null }))[]>`
    WITH taken AS MATERIALIZED (${take.part}), replaced AS (
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
      INSERT INTO "Delivery" ("otpId", "userId", "template", "channel", "address", "locale", "params", "state", "expiresAt",
                              "wantedProvider", "traceparent")
      SELECT "id", "userId", 'code', "channel", "address", "locale", ${JSON.stringify(input.params)}::jsonb,
             CASE WHEN "decoy" THEN 'decoy' ELSE 'queued' END, "expiresAt",
             ${input.wantedProvider ?? null}, ${currentTraceparent()}
        FROM challenge
    ), notice AS (
      -- Where one could be, a row is written either way.
      INSERT INTO "Delivery" ("userId", "template", "channel", "address", "locale", "params", "state", "priority", "expiresAt")
      SELECT ${notice?.userId ?? null}::uuid, ${notice?.template ?? 'decoy'}, "channel", "address", "locale",
             ${JSON.stringify(notice?.params ?? {})}::jsonb, ${notice === null ? 'decoy' : 'queued'}, ${noticePriority},
             now() + interval '24 hours'
        FROM challenge WHERE ${notice !== null || input.purpose === 'registration'}
    )${alongside(input.with?.(id) ?? [])}
    SELECT "left", "waits", ${challengeColumns} FROM taken LEFT JOIN challenge ON true`;
  const { left, waits, ...row } = rows[0]!;
  return { challenge: row.id === null ? null : row, taken: { left, waits } };
}
