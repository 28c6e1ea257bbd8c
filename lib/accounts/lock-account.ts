import { Prisma } from '@/lib/db/client';

/**
 * A part of a statement, `locked`: the account, which nobody else changes until the transaction ends. It comes first in the order of
 * locks (docs/architecture.md), before what hangs on it. Rows that only name the account are still written by others.
 */
export function lockedAccount(userId: string): Prisma.Sql {
  return lockedWhere(Prisma.sql`"id" = ${userId}::uuid`);
}

/** The same for the account that a condition names, or for none. */
export function lockedWhere(condition: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`locked AS MATERIALIZED (SELECT "id" FROM "User" WHERE ${condition} FOR NO KEY UPDATE)`;
}

/** What a part that changes rows depends on, so that it begins when `locked` has its lock: the order of parts is nobody's promise. */
export const afterLock = Prisma.sql`(SELECT count(*) FROM locked) >= 0`;
