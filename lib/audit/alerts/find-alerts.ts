import type { Database } from '@/lib/db/client';

export interface AlertRow {
  id: string;
  rule: string;
  subject: string;
  value: number;
  text: string;
  firedAt: Date;
  clearedAt: Date | null;
  /** Who was told, as `email sent`, `slack failed`. */
  told: string[];
}

export interface AlertNoticeRow {
  id: string;
  kind: string;
  way: string;
  /** Of a mail: the state of its delivery. */
  state: string;
  lastError: string | null;
  createdAt: Date;
}

/** Open ones first, then the latest. */
export async function findAlerts(db: Database, most: number): Promise<AlertRow[]> {
  return db.$queryRaw<AlertRow[]>`
    SELECT a."id"::text AS "id", a."rule", a."subject", a."value", a."text", a."firedAt", a."clearedAt",
           ARRAY(SELECT DISTINCT n."way" || ' ' || coalesce(d."state", n."state")
                   FROM "AlertNotice" n LEFT JOIN "Delivery" d ON d."id" = n."deliveryId"
                  WHERE n."alertId" = a."id" AND n."kind" = 'fired' ORDER BY 1) AS "told"
      FROM "Alert" a ORDER BY a."clearedAt" IS NOT NULL, a."firedAt" DESC LIMIT ${most}`;
}

/** The latest notices that were tests. */
export async function findTestNotices(db: Database, most: number): Promise<AlertNoticeRow[]> {
  return db.$queryRaw<AlertNoticeRow[]>`
    SELECT n."id"::text AS "id", n."kind", n."way", coalesce(d."state", n."state") AS "state",
           coalesce(n."lastError", d."failureDetail") AS "lastError", n."createdAt"
      FROM "AlertNotice" n LEFT JOIN "Delivery" d ON d."id" = n."deliveryId"
     WHERE n."kind" = 'test' ORDER BY n."createdAt" DESC LIMIT ${most}`;
}

/** How many alerts of each rule are open. */
export async function countOpenAlerts(db: Database): Promise<{ rule: string; count: number }[]> {
  return db.$queryRaw<{ rule: string; count: number }[]>`
    SELECT "rule", count(*)::int AS "count" FROM "Alert" WHERE "clearedAt" IS NULL GROUP BY 1 ORDER BY 1`;
}
