import type { Database } from '@/lib/db/client';
import type { LimitName } from './catalogue';

// Next evaluates modules more than once in a process: all of them count into one.
const store = globalThis as unknown as { latchkeyRefusals?: Map<LimitName, number> };

/** Counts in memory: whoever is refused must not cost a statement. */
export function noteRefusal(limit: LimitName): void {
  store.latchkeyRefusals ??= new Map();
  store.latchkeyRefusals.set(limit, (store.latchkeyRefusals.get(limit) ?? 0) + 1);
}

/** Adds what was counted to the table. A process that is killed loses the seconds since the last time. */
export async function flushRefusals(db: Database): Promise<void> {
  const counted = [...(store.latchkeyRefusals ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
  if (counted.length === 0) return;
  store.latchkeyRefusals = new Map();
  try {
    await db.$executeRaw`
      INSERT INTO "LimitRefusal" AS r ("limit", "hour", "count")
      SELECT "limit", date_trunc('hour', now(), 'UTC'), "count"
        FROM unnest(${counted.map(([limit]) => limit)}::text[], ${counted.map(([, count]) => count)}::int[]) AS c ("limit", "count")
      ON CONFLICT ("hour", "limit") DO UPDATE SET "count" = r."count" + EXCLUDED."count"`;
  } catch (error) {
    for (const [limit, count] of counted)
      store.latchkeyRefusals.set(limit, (store.latchkeyRefusals.get(limit) ?? 0) + count);
    throw error;
  }
}

export interface RefusalCount {
  limit: string;
  lastHour: number;
  lastDay: number;
  lastWeek: number;
}

/** How often each limit refused somebody. `lastHour` is this hour of the clock and the one before. */
export async function findRefusals(db: Database): Promise<RefusalCount[]> {
  return db.$queryRaw<RefusalCount[]>`
    SELECT "limit",
           coalesce(sum("count") FILTER (WHERE "hour" > now() - interval '2 hours'), 0)::int AS "lastHour",
           coalesce(sum("count") FILTER (WHERE "hour" > now() - interval '1 day'), 0)::int AS "lastDay",
           sum("count")::int AS "lastWeek"
      FROM "LimitRefusal" WHERE "hour" > now() - interval '7 days' GROUP BY "limit" ORDER BY 4 DESC, 1`;
}
