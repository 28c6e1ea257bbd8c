import { setTimeout as wait } from 'node:timers/promises';
import type { Database } from '@/lib/db/client';
import { unsynced } from '@/lib/db/unsynced';
import type { ClaimedDelivery } from './claim-deliveries';
import type { Receipt } from './providers/provider';
import type { Attempt } from './record-attempt';

/** A mail that its server has taken. */
export interface SentMail {
  delivery: Pick<ClaimedDelivery, 'id' | 'attemptCount'>;
  attempt: Pick<Attempt, 'id' | 'provider' | 'begunAt'>;
  receipt: Pick<Receipt, 'state' | 'providerMessageId'>;
  /** Of `performance.now()`. */
  endedAt: number;
}

/** A decoy's mail that has come to the same point (rehearse-delivery.ts). */
interface RehearsedMail {
  otpId: string;
  generation: number;
}

interface Outcomes {
  sent: readonly SentMail[];
  rehearsed: readonly RehearsedMail[];
}

interface Batch {
  sent: SentMail[];
  rehearsed: RehearsedMail[];
  written: Promise<void>;
}

/** Nobody waits for an outcome; the place of its message is another's already. */
const gatherMs = 20;

// Next evaluates modules more than once in a process: the worker's mails and the requests' rehearsals have to meet.
const store = globalThis as unknown as { latchkeyOutcomes?: WeakMap<Database, Batch> };

/**
 * Writes down that mails were sent, together with all others of this process that end within a few milliseconds, by one statement:
 * it costs several mails what it costs one. Resolves when they are written. A statement that fails is tried once more, for these
 * alone: what cannot be written spoils nothing for the others.
 *
 * Only for what may be forgotten: it does not wait for the disk. Should the database server crash, the mail goes out once more when
 * its lease ends, with the same code and Message-ID, as after a crash of ours at this point. Decoys end by the very
 * statement by which real messages do, so that none of it tells them apart.
 */
export function recordTogether(db: Database, outcomes: Outcomes): Promise<void> {
  const batch = gather(db);
  batch.sent.push(...outcomes.sent);
  batch.rehearsed.push(...outcomes.rehearsed);
  return batch.written.catch(() => write(db, outcomes));
}

function gather(db: Database): Batch {
  store.latchkeyOutcomes ??= new WeakMap();
  const gathering = store.latchkeyOutcomes;
  const known = gathering.get(db);
  if (known) return known;
  const batch: Batch = { sent: [], rehearsed: [], written: Promise.resolve() };
  batch.written = wait(gatherMs).then(() => {
    gathering.delete(db);
    return write(db, batch);
  });
  gathering.set(db, batch);
  return batch;
}

/**
 * The lists are sub-selects so that PostgreSQL keeps one plan, and the state is asked for in a CASE so that it looks messages up by
 * their ids, not among all that wait. When a message was sent is when that can be seen: the course of a decoy goes by it
 * (decoy-course.ts).
 */
async function write(db: Database, { sent, rehearsed }: Outcomes): Promise<void> {
  const now = performance.now();
  const list = <Value>(read: (mail: SentMail) => Value) => sent.map(read);
  await db.$executeRaw`
    WITH ended AS MATERIALIZED (
      SELECT * FROM unnest((SELECT ${list(({ delivery }) => delivery.id)}::uuid[]),
                           (SELECT ${list(({ delivery }) => delivery.attemptCount)}::int[]),
                           (SELECT ${list(({ attempt }) => attempt.id)}::uuid[]),
                           (SELECT ${list(({ attempt }) => attempt.provider)}::text[]),
                           (SELECT ${list(({ attempt }) => now - attempt.begunAt)}::float8[]),
                           (SELECT ${list(({ endedAt }) => now - endedAt)}::float8[]),
                           (SELECT ${list(({ receipt }) => receipt.state)}::text[]),
                           (SELECT ${list(({ receipt }) => receipt.providerMessageId)}::text[]))
        AS mail("id", "attemptCount", "attemptId", "provider", "begunMsAgo", "endedMsAgo", "state", "providerMessageId")
       WHERE ${unsynced}
    ), rehearsed AS MATERIALIZED (
      SELECT * FROM unnest((SELECT ${rehearsed.map(({ otpId }) => otpId)}::uuid[]),
                           (SELECT ${rehearsed.map(({ generation }) => generation)}::int[])) AS decoy("otpId", "generation")
       WHERE ${unsynced}
    ), attempt AS (
      INSERT INTO "DeliveryAttempt" ("id", "deliveryId", "provider", "channel", "startedAt", "finishedAt", "outcome",
                                     "providerMessageId")
      -- None of a message that is gone.
      SELECT ended."attemptId", "id", ended."provider", 'email', now() - ended."begunMsAgo" * interval '1 millisecond',
             now() - ended."endedMsAgo" * interval '1 millisecond', 'sent', ended."providerMessageId"
        FROM ended JOIN "Delivery" USING ("id")
      ON CONFLICT ("id") DO UPDATE
         SET "finishedAt" = EXCLUDED."finishedAt", "outcome" = EXCLUDED."outcome",
             "providerMessageId" = EXCLUDED."providerMessageId"
    ), no_attempt AS (
      -- Among the attempts it would be counted as one; a message that is a decoy counts for nothing anywhere.
      INSERT INTO "Delivery" ("template", "channel", "address", "state") SELECT 'decoy', 'email', '', 'decoy' FROM rehearsed
    ), decoy AS (
      UPDATE "Delivery" d SET "leasedUntil" = NULL, "providerMessageId" = gen_random_uuid()
        FROM rehearsed WHERE d."otpId" = rehearsed."otpId" AND d."generation" = rehearsed."generation" AND d."state" = 'decoy'
    )
    UPDATE "Delivery" d
       SET "state" = ended."state", "sentAt" = now(), "deliveredAt" = CASE WHEN ended."state" = 'delivered' THEN now() END,
           "provider" = ended."provider", "providerMessageId" = ended."providerMessageId", "leasedUntil" = NULL,
           "failureKind" = NULL, "failureDetail" = NULL
      FROM ended WHERE d."id" = ended."id" AND CASE d."state" WHEN 'sending' THEN d."attemptCount" END = ended."attemptCount"`;
}
