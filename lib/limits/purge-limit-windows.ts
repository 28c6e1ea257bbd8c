import { Prisma } from '@/lib/db/client';
import { deleteInSlices } from '@/lib/db/delete-in-slices';
import type { Queryable } from './take-limits';

/** Deletes windows in which no use counts any more, a slice at a time, and returns how many. Never waits for a take. */
export function purgeLimitWindows(db: Queryable, sliceSize?: number): Promise<number> {
  return deleteInSlices(db, 'LimitWindow', Prisma.sql`"expiresAt" < now()`, sliceSize);
}
