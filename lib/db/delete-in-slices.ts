import { type Database, Prisma } from './client';

/**
 * Deletes the rows of a table that a condition names, a slice at a time: no statement is long, and a row that somebody
 * works on is left for the next time. `table` and `condition` are ours, never a visitor's.
 * @returns how many went
 */
export async function deleteInSlices(
  db: Pick<Database, '$executeRaw'>,
  table: Prisma.ModelName,
  condition: Prisma.Sql,
  sliceSize = 1000,
): Promise<number> {
  const name = Prisma.raw(`"${table}"`);
  let deleted = 0;
  for (;;) {
    const slice = await db.$executeRaw`
      DELETE FROM ${name} WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM ${name} WHERE ${condition} LIMIT ${sliceSize} FOR UPDATE SKIP LOCKED))`;
    deleted += slice;
    if (slice < sliceSize) return deleted;
  }
}
