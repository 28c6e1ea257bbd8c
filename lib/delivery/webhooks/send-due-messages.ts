import type { Database } from '@/lib/db/client';
import { signWebhook } from '../sign-webhook';
import { disableEndpoint, endpointSecret } from './endpoints';
import { postToTarget } from './post-to-target';

const minute = 60;
const hour = 60 * minute;
/** Seconds from one attempt to the next; after the last one a message is given up (Standard Webhooks, "Retries"). */
export const retryAfterSeconds = [
  5,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
] as const;
const leaseSeconds = 60;
const atOnce = 10;

interface DueMessage {
  id: string;
  endpointId: string;
  url: string;
  keyId: string;
  version: number;
  type: string;
  data: Record<string, unknown>;
  occurredAt: Date;
  attemptCount: number;
}

/**
 * Sends what is due, as many processes as like at once: each takes its own messages for the time of a lease.
 * @returns how many were tried
 */
export async function sendDueMessages(db: Database, mayBePrivate: boolean): Promise<number> {
  const due = await db.$queryRaw<DueMessage[]>`
    WITH due AS (
      SELECT m."id" FROM "WebhookMessage" m JOIN "WebhookEndpoint" e ON e."id" = m."endpointId"
       WHERE m."state" = 'queued' AND m."availableAt" < now() + interval '1 millisecond' AND e."disabledAt" IS NULL
       ORDER BY m."availableAt" LIMIT ${atOnce} FOR UPDATE OF m SKIP LOCKED
    )
    UPDATE "WebhookMessage" m
       SET "attemptCount" = m."attemptCount" + 1, "availableAt" = now() + ${leaseSeconds} * interval '1 second'
      FROM due, "WebhookEndpoint" e
     WHERE m."id" = due."id" AND e."id" = m."endpointId"
    RETURNING m."id"::text AS "id", e."id"::text AS "endpointId", e."url", e."keyId", e."version", m."type", m."data",
              m."occurredAt", m."attemptCount"`;
  await Promise.all(due.map((message) => send(db, message, mayBePrivate)));
  return due.length;
}

async function send(db: Database, message: DueMessage, mayBePrivate: boolean): Promise<void> {
  const outcome = await attempt(message, mayBePrivate);
  if (outcome.status !== null && outcome.status >= 200 && outcome.status < 300) {
    await db.$executeRaw`
      UPDATE "WebhookMessage" SET "state" = 'delivered', "deliveredAt" = now(), "lastStatus" = ${outcome.status},
             "lastError" = NULL
       WHERE "id" = ${message.id}::uuid`;
    return;
  }
  const wait = retryAfterSeconds[message.attemptCount - 1] ?? null;
  await db.$executeRaw`
    UPDATE "WebhookMessage"
       SET "lastStatus" = ${outcome.status}, "lastError" = ${outcome.error},
           "state" = CASE WHEN ${wait}::int IS NULL THEN 'failed' ELSE 'queued' END,
           "availableAt" = now() + coalesce(${wait}::int, 0) * interval '1 second'
     WHERE "id" = ${message.id}::uuid AND "state" = 'queued' AND "attemptCount" = ${message.attemptCount}`;
  // "Gone" is how a receiver says that it wants no more.
  if (outcome.status === 410) await disableEndpoint(db, message.endpointId, 'gone');
}

async function attempt(
  { id, endpointId, url, keyId, version, type, data, occurredAt }: DueMessage,
  mayBePrivate: boolean,
): Promise<{ status: number | null; error: string | null }> {
  const secret = endpointSecret({ id: endpointId, keyId, version });
  if (secret === null) return { status: null, error: 'The key of the secret is not configured: rotate it.' };
  const timestamp = String(Math.floor(Date.now() / 1000));
  const body = JSON.stringify({ type, timestamp: occurredAt.toISOString(), data });
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'latchkey-webhooks',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signWebhook({ id, timestamp, body }, secret),
  };
  try {
    const status = await postToTarget(url, { headers, body, mayBePrivate });
    return { status, error: status >= 200 && status < 300 ? null : `HTTP ${status}` };
  } catch (error) {
    return { status: null, error: (error as Error).message.slice(0, 300) };
  }
}
