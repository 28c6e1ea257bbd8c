import { type Database, Prisma } from '@/lib/db/client';

/** From (inclusive) to (exclusive). */
export interface TimeRange {
  from: Date;
  to: Date;
}

/** Which challenges are looked at. Absent: all of them. */
export interface FunnelFilter extends TimeRange {
  purpose?: string | null;
  channel?: string | null;
  /** Who carried the newest message. */
  provider?: string | null;
  /** Country code such as `+91`, or `email`. */
  country?: string | null;
}

/** Seconds after a challenge in which its last message is sent: codes live ten minutes, and a resend comes within the hour. */
const messageWithin = Prisma.sql`interval '1 hour'`;

/** Whether a time lies in one of the ranges; `longer` stretches their ends. */
export function inRanges(column: string, ranges: readonly TimeRange[], longer?: Prisma.Sql): Prisma.Sql {
  if (ranges.length === 0) return Prisma.sql`false`;
  const name = Prisma.raw(column);
  const end = (to: Date) =>
    longer ? Prisma.sql`${to}::timestamptz + ${longer}` : Prisma.sql`${to}::timestamptz`;
  const parts = ranges.map(
    ({ from, to }) => Prisma.sql`(${name} >= ${from}::timestamptz AND ${name} < ${end(to)})`,
  );
  return Prisma.sql`(${Prisma.join(parts, ' OR ')})`;
}

/** Conditions for a column each; absent ones are none. */
export function whereEqual(values: Readonly<Record<string, string | null | undefined>>): Prisma.Sql {
  const parts = Object.entries(values)
    .filter((entry): entry is [string, string] => Boolean(entry[1]))
    .map(([column, value]) => Prisma.sql`AND ${Prisma.raw(column)} = ${value}`);
  return parts.length > 0 ? Prisma.join(parts, ' ') : Prisma.empty;
}

/**
 * One row a challenge, decoys left out: how far it came with its newest message, and how long each step took. A code that
 * was typed right has arrived, whether or not the vendor reports it. `first_try`: verified by the first guess.
 */
export function funnelRows(
  ranges: readonly TimeRange[],
  filter: Omit<FunnelFilter, 'from' | 'to'> = {},
): Prisma.Sql {
  const { purpose, channel, provider, country } = filter;
  return Prisma.sql`
    challenges AS (
      SELECT o."purpose", o."channel", coalesce(d."provider", '') AS provider, o."createdAt" AS at,
             CASE WHEN o."channel" = 'email' THEN 'email' ELSE latchkey_country_code(o."address") END AS country,
             d."sentAt" IS NOT NULL OR o."consumedAt" IS NOT NULL AS sent,
             d."deliveredAt" IS NOT NULL OR o."consumedAt" IS NOT NULL AS delivered,
             coalesce(d."state" = 'failed', false) AND d."deliveredAt" IS NULL AND o."consumedAt" IS NULL AS failed,
             o."consumedAt" IS NOT NULL AS verified, o."consumedAt" IS NOT NULL AND o."attempts" = 1 AS first_try,
             (extract(epoch FROM d."sentAt" - d."createdAt") * 1000)::int AS sent_ms,
             (extract(epoch FROM d."deliveredAt" - d."createdAt") * 1000)::int AS delivered_ms,
             (extract(epoch FROM o."consumedAt" - o."createdAt") * 1000)::int AS verified_ms
        FROM "Otp" o
        -- The range for both tables, so that neither is read as a whole.
        LEFT JOIN "Delivery" d ON d."otpId" = o."id" AND d."generation" = o."generation"
             AND ${inRanges('d."createdAt"', ranges, messageWithin)}
             -- Where a resend keeps the code (OTP_RESEND=same), several messages carry it.
             AND (o."sends" = o."generation" + 1 OR NOT EXISTS (
               SELECT 1 FROM "Delivery" n WHERE n."otpId" = o."id" AND n."createdAt" > d."createdAt"))
       WHERE ${inRanges('o."createdAt"', ranges)} AND NOT o."decoy"
         ${whereEqual({ 'o."purpose"': purpose, 'o."channel"': channel })}
    ), chosen AS (
      SELECT * FROM challenges WHERE true ${whereEqual({ provider, country })}
    )`;
}

/** Calls to vendors, each with the country of its message. */
export function attemptRows(ranges: readonly TimeRange[]): Prisma.Sql {
  return Prisma.sql`
    calls AS (
      SELECT a."provider", a."channel", a."outcome", a."startedAt" AS at, a."priceMicros",
             coalesce(a."priceCurrency", '') AS currency,
             CASE WHEN a."channel" = 'email' THEN 'email' ELSE latchkey_country_code(d."address") END AS country
        FROM "DeliveryAttempt" a JOIN "Delivery" d ON d."id" = a."deliveryId"
       WHERE ${inRanges('a."startedAt"', ranges)}
    )`;
}

type Reader = Pick<Database, '$queryRaw'>;

/**
 * Reads at one moment: no hour is closed between two statements. With room for a month of traffic in memory; the usual
 * 4 MB would go to disk.
 */
export function atOneMoment<T>(db: Database, run: (tx: Reader) => Promise<T>): Promise<T> {
  return db.$transaction(
    async (tx) => {
      await tx.$executeRaw`SELECT set_config('work_mem', '64MB', true), set_config('jit', 'off', true)`;
      return run(tx);
    },
    { isolationLevel: 'RepeatableRead', timeout: 20_000 },
  );
}
