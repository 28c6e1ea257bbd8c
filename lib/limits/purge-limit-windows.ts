import type { Queryable } from './take-limits';

/** Deletes windows in which no use counts any more, a slice at a time, and returns how many. Never waits for a take. */
export async function purgeLimitWindows(db: Queryable, sliceSize = 1000): Promise<number> {
  let deleted = 0;
  for (;;) {
    const slice = await db.$executeRaw`
      DELETE FROM "LimitWindow" WHERE "key" IN (
        SELECT "key" FROM "LimitWindow" WHERE "expiresAt" < now() LIMIT ${sliceSize} FOR UPDATE SKIP LOCKED)`;
    deleted += slice;
    if (slice < sliceSize) return deleted;
  }
}
