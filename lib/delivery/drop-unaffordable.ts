import type { Channel } from './channel';
import type { ClaimedDelivery } from './claim-deliveries';
import type { OutboxDeps } from './outbox-deps';
import type { Step } from './routing/plan-route';

/**
 * The request was judged for one message by its own channel. A call by another one costs once more: it is asked for before
 * the first vendor of that channel, and a channel that is refused falls away with all its vendors. `paid`: channels that
 * were allowed in this turn already; those allowed now are added.
 */
export async function dropUnaffordable(
  deps: OutboxDeps,
  delivery: ClaimedDelivery,
  steps: readonly Step[],
  paid: Set<Channel>,
): Promise<readonly Step[]> {
  const next = steps[0];
  if (!next || paid.has(next.channel)) return steps;
  if (!deps.mayFallBack || (await deps.mayFallBack(delivery, next.channel))) {
    paid.add(next.channel);
    return steps;
  }
  const others = steps.filter(({ channel }) => channel !== next.channel);
  return dropUnaffordable(deps, delivery, others, paid);
}
