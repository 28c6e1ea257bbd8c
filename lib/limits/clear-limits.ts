import { chooseLimitStore } from './limit-store';
import { type LimitUse, limitKey, type Queryable } from './take-limits';

/** Forgets the uses of these limits: a success shows that the attempts before it were the owner's. */
export async function clearLimits(
  db: Queryable,
  uses: readonly [LimitUse, ...LimitUse[]],
  store = chooseLimitStore(db),
): Promise<void> {
  await store.clear(uses.map(limitKey));
}
