import type { Database } from './client';

/** For tests: begins `work` and comes back when it waits for a lock that somebody else has, or is done. */
export async function beginUntilItWaits<Done>(
  db: Database,
  work: () => Promise<Done>,
): Promise<{ work: Promise<Done> }> {
  let isDone = false;
  const before = await countWaiting(db);
  const begun = work().finally(() => {
    isDone = true;
  });
  begun.catch(() => {});
  while (!isDone && (await countWaiting(db)) <= before);
  return { work: begun };
}

async function countWaiting(db: Database): Promise<number> {
  const [row] = await db.$queryRaw<{ waiting: number }[]>`
    SELECT count(*)::int AS "waiting" FROM pg_stat_activity
     WHERE "datname" = current_database() AND cardinality(pg_blocking_pids("pid")) > 0`;
  return row!.waiting;
}

/**
 * For tests: both come to a row that is locked, the first one before the second, and go on when it is free. `lock` is a statement
 * that locks it.
 */
export async function meetAtARow<First, Second>(
  db: Database,
  lock: (tx: Pick<Database, '$executeRaw'>) => Promise<unknown>,
  first: () => Promise<First>,
  second: () => Promise<Second>,
): Promise<[First, Second]> {
  const [one, other] = await db.$transaction(async (tx) => {
    await lock(tx);
    return [await beginUntilItWaits(db, first), await beginUntilItWaits(db, second)] as const;
  });
  const answers = await Promise.allSettled([one.work, other.work]);
  for (const answer of answers) if (answer.status === 'rejected') throw answer.reason;
  return [await one.work, await other.work];
}
