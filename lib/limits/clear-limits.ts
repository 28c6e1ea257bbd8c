import { type LimitUse, limitKey, type Queryable } from './take-limits';

/** Forgets the uses of these limits: a success shows that the attempts before it were the owner's. */
export async function clearLimits(db: Queryable, uses: readonly LimitUse[]): Promise<void> {
  // Emptied, not deleted, and in key order: the same locks in the same order as a take.
  await db.$executeRaw`
    UPDATE "LimitWindow" w SET "hits" = '{}' FROM (
      SELECT "key" FROM "LimitWindow" WHERE "key" = ANY(${uses.map(limitKey)}::text[])
       ORDER BY "key" COLLATE "C" FOR UPDATE) AS locked
     WHERE w."key" = locked."key"`;
}
