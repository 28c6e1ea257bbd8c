import { type Database, Prisma } from '@/lib/db/client';
import { findSources, type Sources } from './closed-hours';
import { readQuantiles } from './duration-quantiles';
import { atOneMoment, attemptRows, type FunnelFilter, funnelRows, whereEqual } from './funnel-rows';
import { attemptCounts, durationBytes } from './roll-up-statistics';

/** How many challenges came how far. Each is a part of the one before, except `failed`. */
export interface FunnelCounts {
  requested: number;
  sent: number;
  delivered: number;
  /** The vendor or the network said no, and no right code came. */
  failed: number;
  firstTry: number;
  verified: number;
}

export const funnelGroups = ['purpose', 'channel', 'provider', 'country'] as const;
export type FunnelGroup = (typeof funnelGroups)[number];

export interface Funnel {
  total: FunnelCounts;
  /** The largest first, equal ones by their name: never in the order of the database's plan, which changes by itself. */
  groups: Record<FunnelGroup, (FunnelCounts & { value: string })[]>;
  /** In the order of time; buckets without a request are absent. */
  series: (FunnelCounts & { at: Date })[];
  /** Requests by weekday (1 Monday to 7 Sunday) and hour, UTC, in the order of the week. */
  hours: { weekday: number; hour: number; requested: number }[];
}

/** A row of the cells: by what they are (`at` null), or by their hour (all others null). */
type Row = FunnelCounts & Record<FunnelGroup, string | null> & { at: Date | null };

const none: FunnelCounts = { requested: 0, sent: 0, delivered: 0, failed: 0, firstTry: 0, verified: 0 };

/** What a filter picks of the closed hours. */
function closedCells({ closed }: Sources, filter: Omit<FunnelFilter, 'from' | 'to'>): Prisma.Sql {
  if (!closed) return Prisma.sql`false`;
  const { purpose, channel, provider, country } = filter;
  return Prisma.sql`"hour" >= ${closed.from}::timestamptz AND "hour" < ${closed.to}::timestamptz
       AND "hour" <> ALL(${closed.except}::timestamptz[])
       ${whereEqual({ '"purpose"': purpose, '"channel"': channel, '"provider"': provider, '"country"': country })}`;
}

/**
 * The funnel of a range of time, as a whole, by each group, over time and by hour of the week: closed hours as they were
 * counted, the others from the rows. Buckets are whole hours.
 */
export async function getFunnel(
  db: Database,
  { from, to, ...filter }: FunnelFilter,
  bucketSeconds: number,
): Promise<Funnel> {
  // The database sums the cells twice, by what they are and by their hour: some hundred rows, whatever the range.
  const rows = await atOneMoment(db, async (tx) => {
    const sources = await findSources(tx, { from, to });
    return tx.$queryRaw<Row[]>`
    WITH ${funnelRows(sources.open, filter)}, cells AS (
      SELECT "hour" AS at, "purpose", "channel", "provider", "country", "requested", "sent", "delivered", "failed",
             "firstTry" AS first_try, "verified"
        FROM "FunnelHour" WHERE ${closedCells(sources, filter)}
      UNION ALL
      SELECT date_trunc('hour', at, 'UTC'), "purpose", "channel", provider, country,
             count(*), count(*) FILTER (WHERE sent), count(*) FILTER (WHERE delivered),
             count(*) FILTER (WHERE failed), count(*) FILTER (WHERE first_try), count(*) FILTER (WHERE verified)
        FROM chosen GROUP BY 1, 2, 3, 4, 5
    )
    SELECT at, "purpose", "channel", "provider", "country", sum(requested)::int AS "requested", sum(sent)::int AS "sent",
           sum(delivered)::int AS "delivered", sum(failed)::int AS "failed", sum(first_try)::int AS "firstTry",
           sum(verified)::int AS "verified"
      FROM cells GROUP BY GROUPING SETS (("purpose", "channel", "provider", "country"), (at))`;
  });
  const kinds = rows.filter(({ at }) => at === null);
  const hours = rows.flatMap((row) => (row.at === null ? [] : [{ ...row, at: row.at }]));
  const group = (name: FunnelGroup) =>
    sumBy(kinds, (row) => row[name] ?? '')
      .map(([value, counts]) => ({ value, ...counts }))
      .sort((a, b) => b.requested - a.requested || (a.value < b.value ? -1 : 1));
  const bucketMs = bucketSeconds * 1000;
  const startOf = (at: Date) =>
    bucketOrigin + Math.floor((at.getTime() - bucketOrigin) / bucketMs) * bucketMs;
  return {
    total: sumBy(kinds, () => '')[0]?.[1] ?? none,
    groups: {
      purpose: group('purpose'),
      channel: group('channel'),
      provider: group('provider'),
      country: group('country'),
    },
    series: sumBy(hours, ({ at }) => startOf(at))
      .map(([at, counts]) => ({ at: new Date(at), ...counts }))
      .sort((a, b) => a.at.getTime() - b.at.getTime()),
    hours: sumBy(hours, ({ at }) => (at.getUTCDay() || 7) * 24 + at.getUTCHours())
      .sort(([a], [b]) => a - b)
      .map(([key, { requested }]) => ({
        weekday: Math.floor(key / 24),
        hour: key % 24,
        requested,
      })),
  };
}

/** A Monday, so that buckets of days begin at midnight. */
const bucketOrigin = Date.UTC(2000, 0, 3);

function sumBy<Counted extends FunnelCounts, Key>(
  rows: readonly Counted[],
  keyOf: (row: Counted) => Key,
): [Key, FunnelCounts][] {
  const sums = new Map<Key, FunnelCounts>();
  for (const row of rows) {
    const key = keyOf(row);
    const sum = sums.get(key) ?? none;
    sums.set(key, {
      requested: sum.requested + row.requested,
      sent: sum.sent + row.sent,
      delivered: sum.delivered + row.delivered,
      failed: sum.failed + row.failed,
      firstTry: sum.firstTry + row.firstTry,
      verified: sum.verified + row.verified,
    });
  }
  return [...sums];
}

/** Seconds from the request; null where nothing came so far. */
export interface StepTimes {
  sentMedian: number | null;
  sentP95: number | null;
  deliveredMedian: number | null;
  deliveredP95: number | null;
  verifiedMedian: number | null;
  verifiedP95: number | null;
}

type Durations = Record<'sent' | 'delivered' | 'verified', Uint8Array | null>;

/** How long the steps took: half of them at most the median, 95 of 100 at most the p95 (both are measured values). */
export async function getStepTimes(db: Database, { from, to, ...filter }: FunnelFilter): Promise<StepTimes> {
  const rows = await atOneMoment(db, async (tx) => {
    const sources = await findSources(tx, { from, to });
    return tx.$queryRaw<Durations[]>`
    WITH ${funnelRows(sources.open, filter)}, durations AS (
      SELECT "sentMs", "deliveredMs", "verifiedMs" FROM "FunnelHour" WHERE ${closedCells(sources, filter)}
      UNION ALL
      SELECT ${durationBytes} FROM chosen
    )
    SELECT string_agg("sentMs", '') AS "sent", string_agg("deliveredMs", '') AS "delivered",
           string_agg("verifiedMs", '') AS "verified" FROM durations`;
  });
  const of = (name: keyof Durations) => readQuantiles(rows[0]?.[name] ?? new Uint8Array());
  const [sent, delivered, verified] = [of('sent'), of('delivered'), of('verified')];
  return {
    sentMedian: sent.median,
    sentP95: sent.p95,
    deliveredMedian: delivered.median,
    deliveredP95: delivered.p95,
    verifiedMedian: verified.median,
    verifiedP95: verified.p95,
  };
}

export interface ProviderCount {
  provider: string;
  channel: string;
  country: string;
  attempts: number;
  sent: number;
  failed: number;
  /** Calls of which the vendor told the price. */
  priced: number;
  /** What vendors told, and for the rest the price table; in millionths. Null where no price is known. */
  costMicros: number | null;
  currency: string | null;
}

/** Calls to vendors in a range of time, and what those that were taken cost: one row for each currency. */
export async function countAttempts(
  db: Database,
  { from, to, channel, provider }: FunnelFilter,
): Promise<ProviderCount[]> {
  const chosen = whereEqual({ '"channel"': channel, '"provider"': provider });
  return atOneMoment(db, async (tx) => {
    const { closed, open } = await findSources(tx, { from, to });
    return tx.$queryRaw<ProviderCount[]>`
    WITH ${attemptRows(open)}, cells AS (
      SELECT "provider", "channel", "country", "currency", "attempts", "sent", "failed", "priceMicros"
        FROM "AttemptHour"
       WHERE ${closed ? Prisma.sql`"hour" >= ${closed.from}::timestamptz AND "hour" < ${closed.to}::timestamptz AND "hour" <> ALL(${closed.except}::timestamptz[])` : Prisma.sql`false`}
         ${chosen}
      UNION ALL
      SELECT "provider", "channel", country, currency, ${attemptCounts} FROM calls WHERE true ${chosen}
       GROUP BY 1, 2, 3, 4
    ), counted AS (
      SELECT "provider", "channel", "country", "currency", sum("attempts")::int AS attempts, sum("sent")::int AS sent,
             sum("failed")::int AS failed, sum("priceMicros") AS micros
        FROM cells GROUP BY 1, 2, 3, 4
    ), paid AS (
      SELECT c.*, c."currency" <> '' AS told, coalesce(nullif(c."currency", ''), p."currency") AS money,
             CASE WHEN c."currency" <> '' THEN c.micros ELSE c.sent * p."micros" END AS cost
        FROM counted c LEFT JOIN LATERAL (
          SELECT "micros", "currency" FROM "MessagePrice"
           WHERE "provider" = c."provider" AND "country" IN (c."country", '*') ORDER BY "country" = '*' LIMIT 1
        ) p ON c."currency" = ''
    )
    SELECT "provider", "channel", "country", sum(attempts)::int AS "attempts", sum(sent)::int AS "sent",
           sum(failed)::int AS "failed", coalesce(sum(attempts) FILTER (WHERE told), 0)::int AS "priced",
           sum(cost)::float8 AS "costMicros", money AS "currency"
      FROM paid GROUP BY "provider", "channel", "country", money
     ORDER BY "attempts" DESC, "provider", "channel", "country", money`;
  });
}
