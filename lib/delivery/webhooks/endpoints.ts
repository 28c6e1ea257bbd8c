import { createHmac, randomUUID } from 'node:crypto';
import { findKey, getKey } from '@/lib/config/keys';
import type { Database } from '@/lib/db/client';

export interface WebhookEndpoint {
  id: string;
  url: string;
  /** Empty: all. */
  events: string[];
  createdBy: string;
  createdAt: Date;
  disabledAt: Date | null;
  disabledReason: string | null;
}

/** Names the key and how often the secret was changed; the secret follows from them and is stored nowhere. */
export interface SecretSource {
  id: string;
  keyId: string;
  version: number;
}

/** `whsec_` and base64, as Standard Webhooks writes secrets; null when its key is no longer configured. */
export function endpointSecret({ id, keyId, version }: SecretSource): string | null {
  const key = findKey('webhook', keyId);
  if (key === null) return null;
  return `whsec_${createHmac('sha256', key.bytes).update(`${id}\n${version}`).digest('base64')}`;
}

/** @returns the endpoint's id and its secret, which is shown once. */
export async function createEndpoint(
  db: Database,
  input: { url: string; events: readonly string[]; createdBy: string },
): Promise<{ id: string; secret: string }> {
  const source = { id: randomUUID(), keyId: getKey('webhook').id, version: 0 };
  await db.$executeRaw`
    INSERT INTO "WebhookEndpoint" ("id", "url", "events", "keyId", "createdBy")
    VALUES (${source.id}::uuid, ${input.url}, ${[...input.events]}::text[], ${source.keyId}, ${input.createdBy})`;
  return { id: source.id, secret: endpointSecret(source)! };
}

/** A new secret under the current key; the former one is worth nothing at once. */
export async function rotateEndpoint(
  db: Database,
  id: string,
): Promise<{ id: string; secret: string } | null> {
  const rows = await db.$queryRaw<SecretSource[]>`
    UPDATE "WebhookEndpoint" SET "version" = "version" + 1, "keyId" = ${getKey('webhook').id}
     WHERE "id" = ${id}::uuid AND "disabledAt" IS NULL
    RETURNING "id"::text, "keyId", "version"`;
  return rows[0] ? { id, secret: endpointSecret(rows[0])! } : null;
}

/** Nothing more is sent to it. */
export async function disableEndpoint(
  db: Database,
  id: string,
  reason: 'removed' | 'gone',
): Promise<boolean> {
  const changed = await db.$executeRaw`
    WITH stopped AS (
      UPDATE "WebhookMessage" SET "state" = 'failed', "lastError" = 'The endpoint was turned off.'
       WHERE "endpointId" = ${id}::uuid AND "state" = 'queued'
    )
    UPDATE "WebhookEndpoint" SET "disabledAt" = now(), "disabledReason" = ${reason}
     WHERE "id" = ${id}::uuid AND "disabledAt" IS NULL`;
  return changed === 1;
}

/** Takes messages again, from now on; its secret is the one that it had. @returns whether it was off */
export async function enableEndpoint(db: Database, id: string): Promise<boolean> {
  const changed = await db.$executeRaw`
    UPDATE "WebhookEndpoint" SET "disabledAt" = NULL, "disabledReason" = NULL
     WHERE "id" = ${id}::uuid AND "disabledAt" IS NOT NULL`;
  return changed === 1;
}

/**
 * Puts a message into the queue that tells of nothing, to try an endpoint whatever it listens to. It belongs to no entry
 * of the log: its number is one that none has. @returns whether there is such an endpoint
 */
export async function queueTestMessage(db: Database, id: string): Promise<boolean> {
  const made = await db.$executeRaw`
    INSERT INTO "WebhookMessage" ("endpointId", "eventId", "type", "data", "occurredAt")
    SELECT "id", -(extract(epoch FROM clock_timestamp()) * 1000000)::bigint, 'webhook.test', '{"test": true}', now()
      FROM "WebhookEndpoint" WHERE "id" = ${id}::uuid AND "disabledAt" IS NULL`;
  return made === 1;
}

export interface EndpointListing extends WebhookEndpoint {
  queued: number;
  failed: number;
  lastError: string | null;
}

/** Every endpoint there is, newest first, and how it does. */
export async function findEndpoints(db: Database): Promise<EndpointListing[]> {
  return db.$queryRaw<EndpointListing[]>`
    SELECT e."id"::text AS "id", e."url", e."events", e."createdBy", e."createdAt", e."disabledAt", e."disabledReason",
           (count(m.*) FILTER (WHERE m."state" = 'queued'))::int AS "queued",
           (count(m.*) FILTER (WHERE m."state" = 'failed'))::int AS "failed",
           (array_agg(m."lastError" ORDER BY m."createdAt" DESC) FILTER (WHERE m."lastError" IS NOT NULL))[1] AS "lastError"
      FROM "WebhookEndpoint" e LEFT JOIN "WebhookMessage" m ON m."endpointId" = e."id"
     GROUP BY e."id" ORDER BY e."createdAt" DESC`;
}

/** Sends again what was given up (or, by its id, anything) since a time. @returns how many */
export async function replayMessages(
  db: Database,
  wanted: { messageId: string } | { endpointId: string; sinceHours: number },
): Promise<number> {
  if ('messageId' in wanted) {
    return db.$executeRaw`
      UPDATE "WebhookMessage" m SET "state" = 'queued', "availableAt" = now(), "attemptCount" = 0
        FROM "WebhookEndpoint" e
       WHERE m."id" = ${wanted.messageId}::uuid AND e."id" = m."endpointId" AND e."disabledAt" IS NULL`;
  }
  return db.$executeRaw`
    UPDATE "WebhookMessage" m SET "state" = 'queued', "availableAt" = now(), "attemptCount" = 0
      FROM "WebhookEndpoint" e
     WHERE e."id" = ${wanted.endpointId}::uuid AND e."id" = m."endpointId" AND e."disabledAt" IS NULL
       AND m."state" = 'failed' AND m."createdAt" > now() - ${wanted.sinceHours} * interval '1 hour'`;
}
