import { getSettings } from '@/lib/config/settings';
import { type Database, Prisma } from '@/lib/db/client';
import type { Deps } from './deps';
import type { ChoreLogger } from './run-guard-chores';

const everyMs = 5 * 60_000;
/** Any number that no other lock of this database has. */
const lockNumber = 7_226_601;
/** Statistics of hours are small and nobody's: they outlive the rows that they were counted from. */
const statisticsDays = 400;
/** Browsers that signed in within this time are known ones (lib/accounts/known-device.ts). */
const knownDeviceDays = 180;

export interface Retention {
  retentionDays: number;
  approvalRetentionDays: number;
}

/** What goes, and when: rows of `table` by their `key`. Children first, so that a cascade has little to do. */
function chores({ retentionDays, approvalRetentionDays }: Retention) {
  const before = (days: number) => Prisma.sql`now() - ${days}::int * interval '1 day'`;
  const rows = (table: string, key: string, condition: Prisma.Sql) => ({ table, key, condition });
  return [
    rows('IdempotencyKey', 'keyHash', Prisma.sql`"expiresAt" < now()`),
    // A grant lives ten minutes; a day shows what became of it.
    rows('Grant', 'id', Prisma.sql`"expiresAt" < ${before(1)}`),
    rows(
      'RefreshToken',
      'tokenHash',
      Prisma.sql`"sessionId" IN (SELECT "id" FROM "Session" WHERE "endedAt" < ${before(1)} OR "expiresAt" < ${before(1)})`,
    ),
    rows('Session', 'id', Prisma.sql`"expiresAt" < ${before(Math.max(retentionDays, knownDeviceDays))}`),
    rows(
      'Delivery',
      'id',
      Prisma.sql`"createdAt" < ${before(retentionDays)} AND "state" NOT IN ('queued', 'sending')`,
    ),
    rows('Otp', 'id', Prisma.sql`"expiresAt" < ${before(retentionDays)}`),
    rows('Suppression', 'ctid', Prisma.sql`"expiresAt" < now()`),
    rows('VendorEvent', 'id', Prisma.sql`"receivedAt" < ${before(retentionDays)}`),
    rows('WebhookMessage', 'id', Prisma.sql`"createdAt" < ${before(retentionDays)} AND "state" <> 'queued'`),
    rows('FunnelHour', 'ctid', Prisma.sql`"hour" < ${before(statisticsDays)}`),
    rows('AttemptHour', 'ctid', Prisma.sql`"hour" < ${before(statisticsDays)}`),
    rows('LimitRefusal', 'ctid', Prisma.sql`"hour" < ${before(retentionDays)}`),
    rows('AlertNotice', 'id', Prisma.sql`"createdAt" < ${before(retentionDays)}`),
    rows('Alert', 'id', Prisma.sql`"clearedAt" < ${before(retentionDays)}`),
    rows('Approval', 'id', Prisma.sql`"expiresAt" < ${before(approvalRetentionDays)}`),
  ];
}

/**
 * Forgets what nobody needs any more, a slice at a time, so that no statement is long and nobody waits. A lock lets one
 * process at a time do it; others come back later.
 * @returns how many rows went, by table
 */
export async function purge(
  { db }: Deps,
  retention: Retention = getSettings(),
  sliceSize = 1000,
): Promise<Record<string, number>> {
  const gone: Record<string, number> = {};
  for (const { table, key, condition } of chores(retention)) {
    for (;;) {
      const slice = await purgeSlice(db, table, key, condition, sliceSize);
      gone[table] = (gone[table] ?? 0) + slice;
      if (slice < sliceSize) break;
    }
  }
  return gone;
}

function purgeSlice(
  db: Database,
  table: string,
  key: string,
  condition: Prisma.Sql,
  sliceSize: number,
): Promise<number> {
  const name = Prisma.raw(`"${table}"`);
  const id = Prisma.raw(`"${key}"`);
  return db.$executeRaw`
    WITH mine AS MATERIALIZED (SELECT pg_try_advisory_xact_lock(${lockNumber}::bigint) AS "mine")
    DELETE FROM ${name} WHERE ${id} IN (
      SELECT ${id} FROM ${name} WHERE (SELECT "mine" FROM mine) AND ${condition}
       LIMIT ${sliceSize} FOR UPDATE SKIP LOCKED)`;
}

/** Purges every few minutes for as long as the process lives. */
export function runPurge(deps: Deps, logger: ChoreLogger): { stop(): Promise<void> } {
  let running: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    running = running
      .then(() => purge(deps))
      .catch((error: Error) => {
        logger.warn({ err: error }, 'purging has to wait');
      });
  }, everyMs);
  timer.unref();
  return {
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}
