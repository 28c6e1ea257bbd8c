import type { Database } from '@/lib/db/client';

/**
 * Removes events older than the retention, in whole seals from the start of the log, so that the chain of the rest can
 * still be followed. @returns how many
 */
export async function purgeEvents(db: Database, retentionDays: number): Promise<number> {
  return db.$transaction(async (tx) => {
    await tx.$executeRaw`SET LOCAL latchkey.retention = 'on'`;
    return tx.$executeRaw`
      DELETE FROM "AuditEvent" WHERE "id" <= (
        SELECT max(s."lastId") FROM "AuditSeal" s
         WHERE s."lastId" < coalesce((SELECT min("id") FROM "AuditEvent"
           WHERE "at" >= now() - ${retentionDays}::int * interval '1 day'), 9223372036854775807))`;
  });
}
