import { type Database, Prisma } from '@/lib/db/client';

/** Which challenges are looked at. Absent: all of them. */
export interface FunnelFilter {
  from: Date;
  to: Date;
  purpose?: string | null;
  channel?: string | null;
  /** Who carried the newest message. */
  provider?: string | null;
  /** Country code such as `+91`, or `email`. */
  country?: string | null;
}

/**
 * One row a challenge, decoys left out: how far it came with its newest message, and how long each step took. A code that
 * was typed right has arrived, whether or not the vendor reports it. `first_try`: verified by the first guess.
 */
export function funnelRows(filter: FunnelFilter): Prisma.Sql {
  const is = (column: string, value: string | null | undefined) =>
    value ? Prisma.sql`AND ${Prisma.raw(column)} = ${value}` : Prisma.empty;
  return Prisma.sql`
    WITH challenges AS (
      SELECT o."purpose", o."channel", coalesce(d."provider", '') AS provider, o."createdAt" AS at,
             CASE WHEN o."channel" = 'email' THEN 'email' ELSE latchkey_country_code(o."address") END AS country,
             d."sentAt" IS NOT NULL OR o."consumedAt" IS NOT NULL AS sent,
             d."deliveredAt" IS NOT NULL OR o."consumedAt" IS NOT NULL AS delivered,
             coalesce(d."state" = 'failed', false) AND d."deliveredAt" IS NULL AND o."consumedAt" IS NULL AS failed,
             o."consumedAt" IS NOT NULL AS verified, o."consumedAt" IS NOT NULL AND o."attempts" = 1 AS first_try,
             extract(epoch FROM d."sentAt" - d."createdAt")::float8 AS sent_seconds,
             extract(epoch FROM d."deliveredAt" - d."createdAt")::float8 AS delivered_seconds,
             extract(epoch FROM o."consumedAt" - o."createdAt")::float8 AS verified_seconds
        FROM "Otp" o
        -- The range for both tables, so that neither is read as a whole; a resend comes within the hour.
        LEFT JOIN "Delivery" d ON d."otpId" = o."id" AND d."generation" = o."generation"
             AND d."createdAt" >= ${filter.from} AND d."createdAt" < ${filter.to}::timestamptz + interval '1 hour'
             -- Where a resend keeps the code (OTP_RESEND=same), several messages carry it.
             AND (o."sends" = o."generation" + 1 OR NOT EXISTS (
               SELECT 1 FROM "Delivery" n WHERE n."otpId" = o."id" AND n."createdAt" > d."createdAt"))
       WHERE o."createdAt" >= ${filter.from} AND o."createdAt" < ${filter.to} AND NOT o."decoy"
         ${is('o."purpose"', filter.purpose)} ${is('o."channel"', filter.channel)}
    ), chosen AS (
      SELECT * FROM challenges
       WHERE true ${is('provider', filter.provider)} ${is('country', filter.country)}
    )`;
}

/** A month of traffic fits into memory with this; the usual 4 MB would go to disk. */
export function withRoom<T>(db: Database, run: (tx: Pick<Database, '$queryRaw'>) => Promise<T>): Promise<T> {
  return db.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT set_config('work_mem', '64MB', true), set_config('jit', 'off', true)`;
    return run(tx);
  });
}
