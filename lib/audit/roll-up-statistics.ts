import { type Database, Prisma } from '@/lib/db/client';
import { hourMs, rolledToKey } from './closed-hours';
import { attemptRows, funnelRows, type TimeRange } from './funnel-rows';

/** Any number that no other lock of this database has. */
const lockNumber = 7_226_602;
/** Two hours and a quarter after its end nothing changes in an hour without a mark (migration 0012 says why). */
const settlesAfterMs = 2.25 * hourMs;
/** The rows of an hour go together only when the newest of them is this much too old. */
const purgeMarginMs = 2 * hourMs;
/** A day at a time, so that no transaction is long. */
const hoursATurn = 24;

/** Durations of a group of `chosen`, as lib/audit/duration-quantiles.ts reads them. */
export const durationBytes = Prisma.sql`
  coalesce(string_agg(int4send(sent_ms), '') FILTER (WHERE sent_ms IS NOT NULL), ''),
  coalesce(string_agg(int4send(delivered_ms), '') FILTER (WHERE delivered_ms IS NOT NULL), ''),
  coalesce(string_agg(int4send(verified_ms), '') FILTER (WHERE verified_ms IS NOT NULL), '')`;

/** What is counted of a group of `calls`. */
export const attemptCounts = Prisma.sql`
  count(*), count(*) FILTER (WHERE "outcome" = 'sent'), count(*) FILTER (WHERE "outcome" = 'failed'),
  coalesce(sum("priceMicros"), 0)`;

type Transaction = Pick<Database, '$queryRaw' | '$executeRaw'>;

export interface RollUpInput {
  now?: Date;
  /** Rows older than this may have been purged: their hours are not counted again. */
  keptDays: number;
}

/**
 * Counts closed hours once, and again those in which something changed since: a slice of time a call. One process at a
 * time does it. What it leaves half-done is undone by the transaction, and doing it twice gives the same figures.
 * @returns how many hours were counted; 0: all is done, or another process is at it
 */
export async function rollUpStatistics(
  db: Database,
  { now = new Date(), keptDays }: RollUpInput,
): Promise<number> {
  return db.$transaction(
    async (inner) => {
      const tx: Transaction = inner;
      const [lock] = await tx.$queryRaw<{ mine: boolean }[]>`
        SELECT pg_try_advisory_xact_lock(${lockNumber}::bigint) AS "mine"`;
      if (!lock?.mine) return 0;
      const rolledTo = await findRolledTo(tx);
      const again = rolledTo
        ? await takeLateHours(tx, rolledTo, new Date(now.getTime() - keptDays * 24 * hourMs + purgeMarginMs))
        : [];
      for (const hour of again) await countHours(tx, { from: hour, to: new Date(hour.getTime() + hourMs) });
      const start = rolledTo ?? (await findFirstHour(tx)) ?? floorHour(now.getTime() - settlesAfterMs);
      const end = Math.min(
        start.getTime() + hoursATurn * hourMs,
        floorHour(now.getTime() - settlesAfterMs).getTime(),
      );
      if (end <= start.getTime()) return again.length;
      const to = new Date(end);
      // What these marks tell of is read below.
      await tx.$executeRaw`
        DELETE FROM "StatisticsLate" WHERE "hour" >= ${start}::timestamptz AND "hour" < ${to}::timestamptz`;
      await countHours(tx, { from: start, to });
      await tx.$executeRaw`
        INSERT INTO "Setting" ("key", "value") VALUES (${rolledToKey}, to_jsonb(${to.toISOString()}::text))
        ON CONFLICT ("key") DO UPDATE SET "value" = EXCLUDED."value", "updatedAt" = now()`;
      return again.length + (end - start.getTime()) / hourMs;
    },
    { timeout: 20_000 },
  );
}

const floorHour = (ms: number) => new Date(Math.floor(ms / hourMs) * hourMs);

async function findRolledTo(tx: Transaction): Promise<Date | null> {
  const rows = await tx.$queryRaw<{ at: Date }[]>`
    SELECT ("value" #>> '{}')::timestamptz AS "at" FROM "Setting" WHERE "key" = ${rolledToKey}`;
  return rows[0]?.at ?? null;
}

async function findFirstHour(tx: Transaction): Promise<Date | null> {
  const rows = await tx.$queryRaw<{ hour: Date | null }[]>`
    SELECT date_trunc('hour', least((SELECT min("createdAt") FROM "Otp"), (SELECT min("startedAt") FROM "DeliveryAttempt")),
                      'UTC') AS "hour"`;
  return rows[0]?.hour ?? null;
}

/** Takes marks off, before the rows are read: one that comes later is still there the next time. */
async function takeLateHours(tx: Transaction, before: Date, purgedBefore: Date): Promise<Date[]> {
  const rows = await tx.$queryRaw<{ hour: Date }[]>`
    WITH hours AS (
      SELECT DISTINCT "hour" FROM "StatisticsLate" WHERE "hour" < ${before}::timestamptz ORDER BY "hour" LIMIT ${hoursATurn}
    ), taken AS (
      DELETE FROM "StatisticsLate" WHERE "hour" IN (SELECT "hour" FROM hours)
    )
    SELECT "hour" FROM hours WHERE "hour" >= ${purgedBefore}::timestamptz`;
  return rows.map(({ hour }) => hour);
}

/** Counts whole hours from the rows, in the place of what was counted before. */
async function countHours(tx: Transaction, { from, to }: TimeRange): Promise<void> {
  const hours = Prisma.sql`"hour" >= ${from}::timestamptz AND "hour" < ${to}::timestamptz`;
  await tx.$executeRaw`DELETE FROM "FunnelHour" WHERE ${hours}`;
  await tx.$executeRaw`
    WITH ${funnelRows([{ from, to }])}
    INSERT INTO "FunnelHour" ("hour", "purpose", "channel", "provider", "country", "requested", "sent", "delivered", "failed",
                              "firstTry", "verified", "sentMs", "deliveredMs", "verifiedMs")
    SELECT date_trunc('hour', at, 'UTC'), "purpose", "channel", provider, country, count(*), count(*) FILTER (WHERE sent),
           count(*) FILTER (WHERE delivered), count(*) FILTER (WHERE failed), count(*) FILTER (WHERE first_try),
           count(*) FILTER (WHERE verified), ${durationBytes}
      FROM chosen GROUP BY 1, 2, 3, 4, 5`;
  await tx.$executeRaw`DELETE FROM "AttemptHour" WHERE ${hours}`;
  await tx.$executeRaw`
    WITH ${attemptRows([{ from, to }])}
    INSERT INTO "AttemptHour" ("hour", "provider", "channel", "country", "currency", "attempts", "sent", "failed",
                               "priceMicros")
    SELECT date_trunc('hour', at, 'UTC'), "provider", "channel", country, currency, ${attemptCounts}
      FROM calls GROUP BY 1, 2, 3, 4, 5`;
}
