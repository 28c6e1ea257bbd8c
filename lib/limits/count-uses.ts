import { getLimits } from './catalogue';
import { type LimitUse, limitKey, type Queryable } from './take-limits';

/** How many uses of a limit count at this moment. Takes none. */
export async function countUses(db: Queryable, use: LimitUse): Promise<number> {
  const rows = await db.$queryRaw<{ uses: number }[]>`
    SELECT count(*)::int AS "uses" FROM "LimitWindow", unnest("hits") AS hit
     WHERE "key" = ${limitKey(use)} AND hit > now() - ${getLimits()[use.limit].seconds} * interval '1 second'`;
  return rows[0]?.uses ?? 0;
}
