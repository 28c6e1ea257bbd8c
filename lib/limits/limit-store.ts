import type { Prisma } from '@/lib/db/client';
import { getRedis } from '@/lib/db/redis';
import { postgresStore } from './postgres-store';
import { redisStore } from './redis-store';
import type { Queryable } from './take-limits';

/** One limit of one subject: at most `max` uses in any `seconds` seconds. */
export interface LimitWindow {
  key: string;
  max: number;
  seconds: number;
}

/** What came of a take, in the order of the windows. */
export interface TakenRow {
  /** Uses that are left, after the take where there was one. */
  left: number[];
  /** Seconds until this window lets one through; 0 when it has room. All 0: one of each was taken. */
  waits: number[];
}

/** Where uses are counted. Each call is one indivisible step by the store's own clock, and throws when it cannot be done. */
export interface LimitStore {
  /** One use of every window, or of none. No key is named twice. */
  take(windows: readonly LimitWindow[]): Promise<TakenRow>;
  /** The same as a part of somebody's statement, where the store is the database (LimitTake). */
  part?(windows: readonly LimitWindow[]): Prisma.Sql;
  /** Uses that count at this moment. */
  count(window: LimitWindow): Promise<number>;
  /** Forgets all uses. */
  clear(keys: readonly string[]): Promise<void>;
}

/** Redis where REDIS_URL is set, else PostgreSQL. Never one in place of the other: its empty windows would let all in again. */
export function chooseLimitStore(db: Queryable): LimitStore {
  const redis = getRedis();
  return redis ? redisStore(redis) : postgresStore(db);
}
