import type { Database } from '@/lib/db/client';
import { beginUntilItWaits } from '@/lib/db/waiting-fixture';
import type { Deps } from './deps';
import { watch } from './watch-fixture';

/**
 * For tests: two flows at the same instant. The first one stands before its `nth` statement with these words until the second one
 * waits for it, or is done; then both go on. @throws what either throws: a deadlock, for instance
 */
export async function meet<First, Second>(
  db: Database,
  first: (deps: Deps) => Promise<First>,
  { words, nth = 1 }: { words: string; nth?: number },
  second: () => Promise<Second>,
): Promise<[First, Second]> {
  let seen = 0;
  let other: { work: Promise<Second> } | undefined;
  const watched = watch(db, async (sql) => {
    if (!sql.includes(words)) return;
    seen += 1;
    if (seen === nth) other = await beginUntilItWaits(db, second);
  });
  const one = await first({ db: watched }).then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if (!other) throw new Error(`The first flow has come to no statement with ${words}.`);
  const answer = await other.work;
  if ('error' in one) throw one.error;
  return [one.value, answer];
}
