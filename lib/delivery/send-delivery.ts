import { getSettings } from '@/lib/config/settings';
import { inSpan } from '@/lib/trace/span';
import { timeCall } from './call-pace';
import { callProvider, callTimeoutMs, impatientTimeoutMs } from './call-provider';
import type { ClaimedDelivery } from './claim-deliveries';
import { DeliveryError, isTransient } from './delivery-error';
import { dropUnaffordable } from './drop-unaffordable';
import type { OutboxDeps } from './outbox-deps';
import type { Receipt } from './providers/provider';
import { type Attempt, passOn, recordFailure, recordSent } from './record-attempt';
import { renderDelivery } from './render-delivery';
import type { Plan, Step } from './routing/plan-route';
import { noteFailure, noteSuccess, type ProviderTrouble } from './routing/provider-health';
import { regionOf } from './routing/region-of';
import { suppressAddress } from './suppression';

const obstacles = {
  no_provider: ['auth_failed', 'No provider is configured for'],
  suppressed: ['rejected', 'The address bounced, complained or said STOP: nothing is sent to it by'],
  switched_off: ['unavailable', 'Staff has switched off every provider for'],
  unaffordable: ['rate_limited', 'The guard against costs lets nothing fall back from'],
  exhausted: ['unavailable', 'Every provider has tried and failed for'],
} as const;

/**
 * One turn of a message: the vendors of its plan one after the other, until one takes it. A failure of the message (no such
 * number, refused) ends its channel; one of the vendor goes on to the next. The code is the same whoever wins.
 * @param onTaken a vendor has it: all that is left is to write that down
 * @throws only when the database fails.
 */
export function sendDelivery(
  deps: OutboxDeps,
  delivery: ClaimedDelivery,
  plan: Plan,
  first: Attempt | null,
  trouble: readonly ProviderTrouble[],
  onTaken: () => void,
): Promise<void> {
  const { traceparent, channel, template, attemptCount } = delivery;
  const facts = { 'latchkey.channel': channel, 'latchkey.template': template, 'latchkey.turn': attemptCount };
  return inSpan('delivery.send', { parent: traceparent, facts }, () =>
    sendByPlan(deps, delivery, plan, first, trouble, onTaken),
  );
}

async function sendByPlan(
  deps: OutboxDeps,
  delivery: ClaimedDelivery,
  plan: Plan,
  first: Attempt | null,
  trouble: readonly ProviderTrouble[],
  onTaken: () => void,
): Promise<void> {
  const code = delivery.challenge && deps.deriveCode(delivery.challenge);
  if (first === null || (delivery.challenge && code === null)) {
    return giveUp(deps, delivery, first, explainObstacle(delivery, plan, first));
  }
  const region = regionOf(delivery.channel, delivery.address);
  const paid = new Set([delivery.channel, first.channel]);
  let attempt: Attempt = first;
  let outcome: DeliveryError | null = null;
  for (;;) {
    const later = plan.steps.slice(plan.steps.findIndex((step) => isSame(step, attempt)) + 1);
    try {
      const receipt = await send(deps, delivery, code, attempt, later.length > 0);
      onTaken();
      await recordSent(deps.db, delivery, attempt, receipt);
      return await noteSuccess(deps.db, attempt.provider, region, trouble);
    } catch (error) {
      if (!(error instanceof DeliveryError)) throw error;
      logFailure(deps, delivery, attempt, error);
      await noteFailure(deps.db, attempt.provider, region, error);
      if (error.suppress) await suppress(deps, delivery, attempt, error.suppress);
      // What passes is worth coming back for, even where the last vendor's fault was of another kind.
      outcome = isTransient[error.kind] || !outcome || !isTransient[outcome.kind] ? error : outcome;
      const [next] = await dropUnaffordable(deps, delivery, nextSteps(later, attempt, error), paid);
      const ends = error.kind === 'invalid_address' || error.kind === 'rejected';
      if (!next)
        return await recordFailure(deps.db, delivery, attempt, error, { outcome: ends ? error : outcome });
      const begun = await passOn(deps.db, delivery, attempt, error, next);
      if (!begun) return;
      attempt = begun;
    }
  }
}

const isSame = (a: Step, b: Step) => a.provider === b.provider && a.channel === b.channel;

function nextSteps(later: readonly Step[], failed: Step, { kind }: DeliveryError): readonly Step[] {
  // Refused: no other way may be tried around an owner's STOP or a carrier's no.
  if (kind === 'rejected') return [];
  if (kind === 'invalid_address') return later.filter(({ channel }) => channel !== failed.channel);
  return later;
}

async function send(
  deps: OutboxDeps,
  delivery: ClaimedDelivery,
  code: string | null,
  attempt: Attempt,
  othersWait: boolean,
): Promise<Receipt> {
  const settings = deps.settings ?? getSettings();
  const message = renderDelivery({ ...delivery, channel: attempt.channel }, code, settings);
  const facts = { 'latchkey.provider': attempt.provider, 'latchkey.channel': attempt.channel };
  return inSpan(`provider ${attempt.provider}`, { kind: 'client', facts }, () =>
    timeCall(attempt.channel, () =>
      callProvider(
        attempt.provider,
        settings.delivery,
        othersWait ? impatientTimeoutMs : callTimeoutMs,
        (provider, delivering, signal) => provider.send(message, delivering, signal),
      ),
    ),
  );
}

function explainObstacle(
  delivery: ClaimedDelivery,
  { obstacle }: Plan,
  first: Attempt | null,
): DeliveryError {
  if (first !== null) {
    return new DeliveryError('auth_failed', {
      detail: 'The key of this code is no longer configured (APP_SECRET).',
    });
  }
  const [kind, words] = obstacles[obstacle ?? 'no_provider'];
  const last = obstacle === 'exhausted' ? delivery.failureKind : null;
  return new DeliveryError(last ?? kind, { detail: `${words} ${delivery.channel}.` });
}

async function giveUp(
  deps: OutboxDeps,
  delivery: ClaimedDelivery,
  attempt: Attempt | null,
  error: DeliveryError,
): Promise<void> {
  logFailure(deps, delivery, attempt, error);
  // Tried by everybody: coming back would only repeat it.
  await recordFailure(deps.db, delivery, attempt, error, { final: true });
}

function suppress(
  deps: OutboxDeps,
  delivery: ClaimedDelivery,
  { provider, channel }: Attempt,
  reason: NonNullable<DeliveryError['suppress']>,
): Promise<void> {
  return suppressAddress(deps.db, {
    channel,
    address: delivery.address,
    reason,
    provider,
    deliveryId: delivery.id,
  });
}

function logFailure(
  deps: OutboxDeps,
  delivery: ClaimedDelivery,
  attempt: Attempt | null,
  { kind, vendorCode, detail }: DeliveryError,
): void {
  const { id: deliveryId, channel } = delivery;
  const fields = { deliveryId, channel: attempt?.channel ?? channel, provider: attempt?.provider };
  deps.logger?.warn({ ...fields, kind, vendorCode, detail }, 'a message was not sent');
}
