import { fingerprint } from '@/lib/accounts/fingerprint';
import { type Database, Prisma } from '@/lib/db/client';
import { fail, ok, type Result } from '@/lib/result';
import { getLimits, type LimitName, type Limits } from './catalogue';
import { chooseLimitStore, type LimitStore, type LimitWindow, type TakenRow } from './limit-store';
import { noteRefusal } from './refusals';

/** What a transaction and a client have in common. */
export type Queryable = Pick<Database, '$queryRaw' | '$executeRaw'>;

export interface LimitUse {
  limit: LimitName;
  /** Whose use it is: an address, a client (clientSubject), an account's id. Only its fingerprint is stored. */
  subject: string;
}

export interface LimitRefusal {
  limit: LimitName;
  /** After so long all the limits asked for let one through, if nobody else uses them. Whole seconds, at least 1. */
  retryAfterSeconds: number;
}

/** What is left of each limit after the take. */
export type LimitsLeft = Partial<Record<LimitName, number>>;

/**
 * Takes one use of every limit, or of none, in one step by the store's clock.
 * Throws when the store cannot be asked: callers refuse the request then.
 */
export async function takeLimits(
  db: Queryable,
  uses: readonly LimitUse[],
  limits: Limits = getLimits(),
  store: LimitStore = chooseLimitStore(db),
): Promise<Result<LimitsLeft, 'limited', LimitRefusal>> {
  const { names, windows } = toWindows(uses, limits);
  return windows.length === 0 ? ok({}) : judge(names, await store.take(windows));
}

/** A take that goes along with a statement of the caller's. */
export interface LimitTake {
  /**
   * For `WITH taken AS MATERIALIZED (…)`: one row, where "open" says whether all were taken. Whatever the statement writes
   * depends on it; the caller reads "left" and "waits".
   */
  part: Prisma.Sql;
  read(row: TakenRow): Result<LimitsLeft, 'limited', LimitRefusal>;
}

export type { TakenRow };

/** For a statement that nothing limits. */
export const freely: LimitTake = {
  part: Prisma.sql`SELECT true AS "open", '{}'::int[] AS "left", '{}'::int[] AS "waits"`,
  read: () => ok({}),
};

/**
 * The same take as takeLimits, without a way to the database of its own: PostgreSQL does it with the caller's next statement.
 * Redis, where that counts, is asked here and now, and so is PostgreSQL where something has to come between (`now`).
 */
export async function prepareTake(
  db: Queryable,
  uses: readonly LimitUse[],
  limits: Limits = getLimits(),
  { now = false } = {},
): Promise<Result<LimitTake, 'limited', LimitRefusal>> {
  const { names, windows } = toWindows(uses, limits);
  if (windows.length === 0) return ok(freely);
  const store = chooseLimitStore(db);
  if (now || !store.part) {
    const taken = judge(names, await store.take(windows));
    return taken.ok ? ok({ ...freely, read: () => taken }) : taken;
  }
  return ok({ part: store.part(windows), read: (row) => judge(names, row) });
}

function toWindows(
  uses: readonly LimitUse[],
  limits: Limits,
): { names: LimitName[]; windows: LimitWindow[] } {
  const byKey = new Map(uses.map((use) => [limitKey(use), use.limit]));
  // In the order in which PostgreSQL locks them: then it need not sort.
  const inOrder = [...byKey].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    names: inOrder.map(([, name]) => name),
    windows: inOrder.map(([key, name]) => ({ key, ...limits[name] })),
  };
}

function judge(
  names: readonly LimitName[],
  { left, waits }: TakenRow,
): Result<LimitsLeft, 'limited', LimitRefusal> {
  let refusal: LimitRefusal | null = null;
  for (const [index, retryAfterSeconds] of waits.entries()) {
    if (retryAfterSeconds > (refusal?.retryAfterSeconds ?? 0))
      refusal = { limit: names[index]!, retryAfterSeconds };
  }
  if (!refusal) return ok(Object.fromEntries(names.map((limit, index) => [limit, left[index]!])));
  noteRefusal(refusal.limit);
  return fail('limited', refusal);
}

/** The window of a limit. The name is part of what is hashed, so that windows of one subject cannot be put together. */
export function limitKey({ limit, subject }: LimitUse): string {
  return `${limit}:${fingerprint(`${limit}\n${subject}`)}`;
}
