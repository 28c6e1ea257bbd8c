import { getLimits } from './catalogue';
import { chooseLimitStore } from './limit-store';
import { type LimitUse, limitKey, type Queryable } from './take-limits';

/** How many uses of a limit count at this moment. Takes none. */
export function countUses(db: Queryable, use: LimitUse, store = chooseLimitStore(db)): Promise<number> {
  return store.count({ key: limitKey(use), ...getLimits()[use.limit] });
}
