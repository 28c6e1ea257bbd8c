import type { DeliverySettings } from '@/lib/config/delivery-settings';
import type { ClaimedDelivery } from './claim-deliveries';
import { dropUnaffordable } from './drop-unaffordable';
import type { OutboxDeps } from './outbox-deps';
import { type Attempt, beginAttempts, postpone } from './record-attempt';
import { type Plan, planRoute } from './routing/plan-route';
import type { ProviderTrouble } from './routing/provider-health';

/** A message that was claimed, and the call that is written down for it; null where there is none to make. */
export interface Turn {
  delivery: ClaimedDelivery;
  plan: Plan;
  attempt: Attempt | null;
}

/**
 * Decides which vendor is called for each message that was claimed, and writes all first calls down at once. What has to wait for
 * its vendors goes back, and is not among the turns.
 */
export async function prepareTurns(
  deps: OutboxDeps,
  claimed: readonly ClaimedDelivery[],
  settings: DeliverySettings,
  trouble: readonly ProviderTrouble[],
): Promise<Turn[]> {
  const planned = await Promise.all(
    claimed.map(async (delivery) => ({
      delivery,
      plan: await withinMeans(deps, delivery, planRoute(delivery, settings, trouble)),
    })),
  );
  const waiting = planned.flatMap(({ delivery, plan: { waitUntil } }) =>
    waitUntil ? [{ delivery, until: waitUntil }] : [],
  );
  if (waiting.length > 0) await postpone(deps.db, waiting);
  const calls = planned.flatMap(({ delivery, plan }) =>
    plan.steps[0] ? [{ delivery, step: plan.steps[0] }] : [],
  );
  const attempts = calls.length > 0 ? await beginAttempts(deps.db, calls) : [];
  const attemptOf = new Map(calls.map(({ delivery }, index) => [delivery.id, attempts[index]!]));
  return planned
    .filter(({ plan }) => !plan.waitUntil)
    .map(({ delivery, plan }) => ({ delivery, plan, attempt: attemptOf.get(delivery.id) ?? null }));
}

/** What a turn begins with may already be another channel: the one that was asked for has come to nothing. */
async function withinMeans(deps: OutboxDeps, delivery: ClaimedDelivery, plan: Plan): Promise<Plan> {
  if (plan.steps.length === 0) return plan;
  const steps = await dropUnaffordable(deps, delivery, plan.steps, new Set([delivery.channel]));
  return steps.length > 0 ? { ...plan, steps } : { ...plan, steps, obstacle: 'unaffordable' };
}
