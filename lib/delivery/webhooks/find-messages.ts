import { type Database, Prisma } from '@/lib/db/client';

export interface MessageListing {
  id: string;
  endpointId: string;
  url: string;
  type: string;
  /** queued, delivered, failed */
  state: string;
  attempts: number;
  lastStatus: number | null;
  lastError: string | null;
  /** When a queued one is tried next. */
  availableAt: Date;
  createdAt: Date;
  deliveredAt: Date | null;
  /** The endpoint takes messages. */
  isOn: boolean;
}

/** Messages to endpoints, the newest first. */
export async function findMessages(
  db: Database,
  { endpointId, state, before }: { endpointId?: string | null; state?: string | null; before?: Date | null },
  most: number,
): Promise<MessageListing[]> {
  return db.$queryRaw<MessageListing[]>`
    SELECT m."id"::text AS "id", m."endpointId"::text AS "endpointId", e."url", m."type", m."state",
           m."attemptCount" AS "attempts", m."lastStatus", m."lastError", m."availableAt", m."createdAt", m."deliveredAt",
           e."disabledAt" IS NULL AS "isOn"
      FROM "WebhookMessage" m JOIN "WebhookEndpoint" e ON e."id" = m."endpointId"
     WHERE true ${endpointId ? Prisma.sql`AND m."endpointId" = ${endpointId}::uuid` : Prisma.empty}
       ${state ? Prisma.sql`AND m."state" = ${state}` : Prisma.empty}
       ${before ? Prisma.sql`AND m."createdAt" < ${before}` : Prisma.empty}
     ORDER BY m."createdAt" DESC LIMIT ${most}`;
}
