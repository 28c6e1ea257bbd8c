import { type Database, Prisma } from '@/lib/db/client';
import { type FunnelFilter, funnelRows, withRoom } from './funnel-rows';

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
  groups: Record<FunnelGroup, (FunnelCounts & { value: string })[]>;
  /** In the order of time; buckets without a request are absent. */
  series: (FunnelCounts & { at: Date })[];
  /** Requests by weekday (1 Monday to 7 Sunday) and hour, UTC. */
  hours: { weekday: number; hour: number; requested: number }[];
}

type Row = FunnelCounts & {
  grouping: number;
  purpose: string | null;
  channel: string | null;
  provider: string | null;
  country: string | null;
  bucket: Date | null;
  weekday: number | null;
  hour: number | null;
};

const none: FunnelCounts = { requested: 0, sent: 0, delivered: 0, failed: 0, firstTry: 0, verified: 0 };

/** The funnel of a range of time, as a whole, by each group, over time and by hour of the week: one pass over the rows. */
export async function getFunnel(db: Database, filter: FunnelFilter, bucketSeconds: number): Promise<Funnel> {
  // First by all seven together, which leaves few rows; the sets are sums of those.
  const rows = await withRoom(
    db,
    (tx) => tx.$queryRaw<Row[]>`
    ${funnelRows(filter)}, cells AS MATERIALIZED (
      SELECT "purpose", "channel", provider, country,
             date_bin(${bucketSeconds}::int * interval '1 second', at, timestamptz '2000-01-03') AS bucket,
             extract(isodow FROM at AT TIME ZONE 'UTC')::int AS weekday, extract(hour FROM at AT TIME ZONE 'UTC')::int AS hour,
             count(*) AS requested, count(*) FILTER (WHERE sent) AS sent, count(*) FILTER (WHERE delivered) AS delivered,
             count(*) FILTER (WHERE failed) AS failed, count(*) FILTER (WHERE first_try) AS first_try,
             count(*) FILTER (WHERE verified) AS verified
        FROM chosen GROUP BY 1, 2, 3, 4, 5, 6, 7
    )
    SELECT grouping("purpose", "channel", provider, country, bucket, weekday, hour)::int AS "grouping",
           "purpose", "channel", provider, country, bucket, weekday, hour,
           coalesce(sum(requested), 0)::int AS "requested", coalesce(sum(sent), 0)::int AS "sent",
           coalesce(sum(delivered), 0)::int AS "delivered", coalesce(sum(failed), 0)::int AS "failed",
           coalesce(sum(first_try), 0)::int AS "firstTry", coalesce(sum(verified), 0)::int AS "verified"
      FROM cells
     GROUP BY GROUPING SETS ((), ("purpose"), ("channel"), (provider), (country), (bucket), (weekday, hour))
     ORDER BY "requested" DESC`,
  );
  // The bits of grouping() say which columns a row does not group by, the last one in the lowest bit.
  const of = (...columns: string[]) => {
    const mask = columns.reduce((bits, column) => bits & ~(1 << (6 - order.indexOf(column))), 0b1111111);
    return rows.filter((row) => row.grouping === mask);
  };
  const group = (name: FunnelGroup) => of(name).map((row) => ({ value: row[name] ?? '', ...counts(row) }));
  return {
    total: of().map(counts)[0] ?? none,
    groups: {
      purpose: group('purpose'),
      channel: group('channel'),
      provider: group('provider'),
      country: group('country'),
    },
    series: of('bucket')
      .map((row) => ({ at: row.bucket!, ...counts(row) }))
      .sort((a, b) => a.at.getTime() - b.at.getTime()),
    hours: of('weekday', 'hour').map(({ weekday, hour, requested }) => ({
      weekday: weekday!,
      hour: hour!,
      requested,
    })),
  };
}

const order = ['purpose', 'channel', 'provider', 'country', 'bucket', 'weekday', 'hour'];

function counts({ requested, sent, delivered, failed, firstTry, verified }: Row): FunnelCounts {
  return { requested, sent, delivered, failed, firstTry, verified };
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

/** How long the steps took: half of them at most the median, 95 of 100 at most the p95 (both are measured values). */
export async function getStepTimes(db: Database, filter: FunnelFilter): Promise<StepTimes> {
  const rows = await withRoom(
    db,
    (tx) => tx.$queryRaw<Record<string, number[] | null>[]>`
    ${funnelRows(filter)}
    SELECT percentile_disc(ARRAY[0.5, 0.95]) WITHIN GROUP (ORDER BY sent_seconds) AS "sent",
           percentile_disc(ARRAY[0.5, 0.95]) WITHIN GROUP (ORDER BY delivered_seconds) AS "delivered",
           percentile_disc(ARRAY[0.5, 0.95]) WITHIN GROUP (ORDER BY verified_seconds) AS "verified" FROM chosen`,
  );
  const at = (name: string, index: number) => rows[0]?.[name]?.[index] ?? null;
  return {
    sentMedian: at('sent', 0),
    sentP95: at('sent', 1),
    deliveredMedian: at('delivered', 0),
    deliveredP95: at('delivered', 1),
    verifiedMedian: at('verified', 0),
    verifiedP95: at('verified', 1),
  };
}

export interface ProviderCount {
  provider: string;
  channel: string;
  country: string;
  attempts: number;
  sent: number;
  failed: number;
  /** Estimate from the price table, in millionths; null where no price is known. */
  costMicros: number | null;
  currency: string | null;
}

/** Calls to vendors in a range of time, and what those that were taken cost by the price table. */
export async function countAttempts(
  db: Database,
  { from, to, channel, provider }: FunnelFilter,
): Promise<ProviderCount[]> {
  return db.$queryRaw<ProviderCount[]>`
    WITH calls AS (
      SELECT a."provider", a."channel", a."outcome",
             CASE WHEN a."channel" = 'email' THEN 'email' ELSE latchkey_country_code(d."address") END AS country
        FROM "DeliveryAttempt" a JOIN "Delivery" d ON d."id" = a."deliveryId"
       WHERE a."startedAt" >= ${from} AND a."startedAt" < ${to}
         ${channel ? Prisma.sql`AND a."channel" = ${channel}` : Prisma.empty}
         ${provider ? Prisma.sql`AND a."provider" = ${provider}` : Prisma.empty}
    ), counted AS (
      SELECT "provider", "channel", country, count(*)::int AS "attempts",
             count(*) FILTER (WHERE "outcome" = 'sent')::int AS "sent",
             count(*) FILTER (WHERE "outcome" = 'failed')::int AS "failed"
        FROM calls GROUP BY 1, 2, 3
    )
    SELECT c.*, (c."sent" * p."micros")::float8 AS "costMicros", p."currency"
      FROM counted c LEFT JOIN LATERAL (
        SELECT "micros", "currency" FROM "MessagePrice"
         WHERE "provider" = c."provider" AND "country" IN (c.country, '*') ORDER BY "country" = '*' LIMIT 1
      ) p ON true
     ORDER BY c."attempts" DESC`;
}
