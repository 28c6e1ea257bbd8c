import { type Database, Prisma } from '@/lib/db/client';

export interface AuditRow {
  id: string;
  at: Date;
  type: string;
  userId: string | null;
  actor: string;
  otpId: string | null;
  deliveryId: string | null;
  sessionId: string | null;
  requestId: string | null;
  client: string | null;
  data: Record<string, unknown>;
}

export interface EventFilter {
  type?: string | null;
  userId?: string | null;
  otpId?: string | null;
  actor?: string | null;
  client?: string | null;
  from?: Date | null;
  to?: Date | null;
  /** Only events before this id: the next page. */
  before?: bigint | null;
}

/** The newest events that fit, the newest first. */
export async function findEvents(db: Database, filter: EventFilter, most = 50): Promise<AuditRow[]> {
  const { type, userId, otpId, actor, client, from, to, before } = filter;
  const conditions = [
    type && Prisma.sql`"type" = ${type}`,
    userId && Prisma.sql`"userId" = ${userId}::uuid`,
    otpId && Prisma.sql`"otpId" = ${otpId}::uuid`,
    // `admin:<id>` is found by "admin", too.
    actor && Prisma.sql`("actor" = ${actor} OR starts_with("actor", ${`${actor}:`}))`,
    client && Prisma.sql`"client" = ${client}`,
    from && Prisma.sql`"at" >= ${from}`,
    to && Prisma.sql`"at" < ${to}`,
    before != null && Prisma.sql`"id" < ${before}`,
  ].filter((condition) => condition instanceof Prisma.Sql);
  const where = conditions.length > 0 ? Prisma.sql`WHERE ${Prisma.join(conditions, ' AND ')}` : Prisma.empty;
  return db.$queryRaw<AuditRow[]>`
    SELECT "id"::text, "at", "type", "userId"::text AS "userId", "actor", "otpId"::text AS "otpId",
           "deliveryId"::text AS "deliveryId", "sessionId"::text AS "sessionId", "requestId", "client", "data"
      FROM "AuditEvent" ${where} ORDER BY "AuditEvent"."id" DESC LIMIT ${most}`;
}

/** All events that fit as JSON lines, the newest first, page by page: the log may be larger than memory. */
export async function* exportEvents(db: Database, filter: EventFilter): AsyncGenerator<string> {
  let before = filter.before ?? null;
  for (;;) {
    const rows = await findEvents(db, { ...filter, before }, 1_000);
    if (rows.length === 0) return;
    yield rows.map((row) => `${JSON.stringify(row)}\n`).join('');
    before = BigInt(rows.at(-1)!.id);
  }
}
