import { Prisma } from '@/lib/db/client';
import type { LimitStore, LimitWindow, TakenRow } from './limit-store';
import type { Queryable } from './take-limits';

/** The table "LimitWindow". Inside a transaction, uses are taken when it commits. */
export function postgresStore(db: Queryable): LimitStore {
  return {
    async take(windows) {
      const rows = await db.$queryRaw<TakenRow[]>(call(windows));
      return rows[0]!;
    },

    part: call,

    async count({ key, seconds }) {
      const rows = await db.$queryRaw<{ uses: number }[]>`
        SELECT count(*)::int AS "uses" FROM "LimitWindow", unnest("hits") AS hit
         WHERE "key" = ${key} AND hit > now() - ${seconds} * interval '1 second'`;
      return rows[0]?.uses ?? 0;
    },

    async clear(keys) {
      // Emptied, not deleted, and in key order: the same locks in the same order as a take.
      await db.$executeRaw`
        UPDATE "LimitWindow" w SET "hits" = '{}' FROM (
          SELECT "key" FROM "LimitWindow" WHERE "key" = ANY(${[...keys]}::text[])
           ORDER BY "key" COLLATE "C" FOR UPDATE) AS locked
         WHERE w."key" = locked."key"`;
    },
  };
}

function call(windows: readonly LimitWindow[]): Prisma.Sql {
  const keys = windows.map(({ key }) => key);
  const maxima = windows.map(({ max }) => max);
  const seconds = windows.map((window) => window.seconds);
  return Prisma.sql`
    SELECT "open", "left", "waits" FROM latchkey_take_together(${keys}::text[], ${maxima}::int[], ${seconds}::int[])`;
}
