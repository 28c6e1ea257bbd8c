import type { Database } from '@/lib/db/client';
import { publicEventOf, publicEvents, publicFacts } from './public-events';

const cursorKey = 'webhooks.cursor';
/** Entries get their number before they are committed: the log is read again from so far back. */
const settledSeconds = 60;
const batch = 2000;

interface Entry {
  id: bigint;
  at: Date;
  type: string;
  userId: string | null;
  otpId: string | null;
  deliveryId: string | null;
  data: Record<string, unknown>;
  settled: boolean;
}

/**
 * Makes messages of new entries of the audit log, so that no request pays for webhooks. One process at a time reads; an
 * entry that is read twice makes one message. Without endpoints it costs one look into an empty table.
 * @returns how many messages were made
 */
export async function fanOutEvents(db: Database): Promise<number> {
  const endpoints = await db.$queryRaw<{ id: string; events: string[]; createdAt: Date }[]>`
    SELECT "id"::text, "events", "createdAt" FROM "WebhookEndpoint" WHERE "disabledAt" IS NULL`;
  if (endpoints.length === 0) return 0;
  return db.$transaction(async (tx) => {
    // The first reader starts at the newest entry that is settled: who is new hears of what is new.
    await tx.$executeRaw`
      INSERT INTO "Setting" ("key", "value")
      SELECT ${cursorKey}, to_jsonb(coalesce(max("id"), 0)) FROM "AuditEvent"
       WHERE "at" < now() - ${settledSeconds} * interval '1 second'
      ON CONFLICT ("key") DO NOTHING`;
    const cursors = await tx.$queryRaw<{ last: bigint }[]>`
      SELECT "value"::text::bigint AS "last" FROM "Setting" WHERE "key" = ${cursorKey} FOR UPDATE SKIP LOCKED`;
    if (!cursors[0]) return 0;
    const { last } = cursors[0];
    const sources = publicEvents.map(({ source }) => source);
    const entries = await tx.$queryRaw<Entry[]>`
      SELECT "id", "at", "type", "userId"::text AS "userId", "otpId"::text AS "otpId",
             "deliveryId"::text AS "deliveryId", "data",
             "at" < now() - ${settledSeconds} * interval '1 second' AS "settled"
        FROM "AuditEvent"
       WHERE "id" > ${last}::bigint AND "type" = ANY(${sources}::text[])
       ORDER BY "id" LIMIT ${batch}`;
    const rows = entries.flatMap((entry) => {
      const event = publicEventOf(entry);
      if (!event) return [];
      const data = {
        customer_id: entry.userId,
        ...(entry.otpId ? { code_id: entry.otpId } : {}),
        ...(entry.deliveryId ? { delivery_id: entry.deliveryId } : {}),
        ...publicFacts(event, entry.data),
      };
      return endpoints
        .filter(
          ({ events, createdAt }) =>
            createdAt <= entry.at && (events.length === 0 || events.includes(event.type)),
        )
        .map(({ id }) => ({
          ...{ endpointId: id, eventId: String(entry.id), type: event.type, data },
          occurredAt: entry.at.toISOString(),
        }));
    });
    const made =
      rows.length === 0
        ? 0
        : await tx.$executeRaw`
            INSERT INTO "WebhookMessage" ("endpointId", "eventId", "type", "data", "occurredAt")
            SELECT "endpointId", "eventId", "type", "data", "occurredAt"
              FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
                AS r("endpointId" uuid, "eventId" bigint, "type" text, "data" jsonb, "occurredAt" timestamptz)
            ON CONFLICT DO NOTHING`;
    // A full batch: on from its last settled entry. Otherwise from the newest settled one, whatever its type.
    const full =
      entries.length === batch ? (entries.filter(({ settled }) => settled).at(-1)?.id ?? last) : null;
    await tx.$executeRaw`
      UPDATE "Setting" SET "updatedAt" = now(), "value" = to_jsonb(coalesce(${full}::bigint, (
               SELECT "id" FROM "AuditEvent"
                WHERE "id" > ${last}::bigint AND "at" < now() - ${settledSeconds} * interval '1 second'
                ORDER BY "id" DESC LIMIT 1), ${last}::bigint))
       WHERE "key" = ${cursorKey}`;
    return made;
  });
}
