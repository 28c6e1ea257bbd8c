import type { Database } from '@/lib/db/client';

export interface ActivityRow {
  id: string;
  at: Date;
  type: string;
  actor: string;
  client: string | null;
  data: Record<string, unknown>;
  /** Of the session that the event belongs to, if there is one. */
  userAgent: string | null;
}

/** What the operator's own machinery notes about an account is no news to its owner. */
const hidden = [
  'guard_decision',
  'limit_reached',
  'code_requested_unknown',
  'api_key_created',
  'api_key_revoked',
];

/** The newest events of an account before `before`, with the device where one is known. */
export async function findAccountActivity(
  db: Database,
  userId: string,
  { before = null, most = 50 }: { before?: bigint | null; most?: number } = {},
): Promise<ActivityRow[]> {
  return db.$queryRaw<ActivityRow[]>`
    SELECT e."id"::text, e."at", e."type", e."actor", e."client", e."data", s."userAgent"
      FROM "AuditEvent" e LEFT JOIN "Session" s ON s."id" = e."sessionId" AND s."userId" = e."userId"
     WHERE e."userId" = ${userId}::uuid AND (${before}::bigint IS NULL OR e."id" < ${before}::bigint)
       AND e."type" <> ALL(${hidden}::text[])
     ORDER BY e."id" DESC LIMIT ${most}`;
}
