import { type Database, Prisma } from '@/lib/db/client';

/** One message with a code, as an application sees it. */
export interface SendAttempt {
  id: string;
  challengeId: string;
  service: string | null;
  channel: string;
  to: string;
  at: Date;
  /** The code was given back right. */
  converted: boolean;
}

export interface SendAttemptFilter {
  challengeId?: string;
  clientId?: string;
  service?: string;
  channel?: string;
  converted?: boolean;
  to?: string;
  after?: Date;
  before?: Date;
}

/** Messages with codes, the newest first. */
export async function findSendAttempts(
  db: Database,
  filter: SendAttemptFilter,
  { limit = 50, offset = 0 }: { limit?: number; offset?: number } = {},
): Promise<SendAttempt[]> {
  return db.$queryRaw<SendAttempt[]>`
    SELECT d."id"::text, o."id"::text AS "challengeId", o."context"->>'service' AS "service", d."channel",
           d."address" AS "to", d."createdAt" AS "at",
           o."consumedAt" IS NOT NULL AND d."generation" = o."generation" AS "converted"
      FROM "Delivery" d JOIN "Otp" o ON o."id" = d."otpId" WHERE ${matches(filter)}
     ORDER BY d."createdAt" DESC, d."id" LIMIT ${limit} OFFSET ${offset}`;
}

/** How many there were, and how many of them came back right. */
export async function countSendAttempts(
  db: Database,
  filter: SendAttemptFilter,
): Promise<{ total: number; converted: number }> {
  const rows = await db.$queryRaw<{ total: number; converted: number }[]>`
    SELECT count(*)::int AS "total",
           count(*) FILTER (WHERE o."consumedAt" IS NOT NULL AND d."generation" = o."generation")::int AS "converted"
      FROM "Delivery" d JOIN "Otp" o ON o."id" = d."otpId" WHERE ${matches(filter)}`;
  return rows[0]!;
}

function matches(filter: SendAttemptFilter): Prisma.Sql {
  const { challengeId, clientId, service, channel, converted, to, after, before } = filter;
  const conditions = [
    challengeId !== undefined && Prisma.sql`d."otpId" = ${challengeId}::uuid`,
    clientId !== undefined && Prisma.sql`o."clientId" = ${clientId} AND o."context" ? 'service'`,
    service !== undefined && Prisma.sql`o."context"->>'service' = ${service}`,
    channel !== undefined && Prisma.sql`d."channel" = ${channel}`,
    converted !== undefined &&
      Prisma.sql`(o."consumedAt" IS NOT NULL AND d."generation" = o."generation") = ${converted}::boolean`,
    to !== undefined && Prisma.sql`d."address" = ${to}`,
    after !== undefined && Prisma.sql`d."createdAt" >= ${after}::timestamptz`,
    before !== undefined && Prisma.sql`d."createdAt" <= ${before}::timestamptz`,
  ].filter((condition) => condition !== false);
  return Prisma.join(conditions, ' AND ');
}
