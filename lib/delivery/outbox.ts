import { setTimeout as wait } from 'node:timers/promises';
import { type Channel, channels } from '@/lib/config/delivery-settings';
import { getSettings } from '@/lib/config/settings';
import { afterAnswer } from './after-answer';
import { type ClaimedDelivery, claimDeliveries, dropDeadDeliveries } from './claim-deliveries';
import { dropUnaffordable } from './drop-unaffordable';
import type { OutboxDeps } from './outbox-deps';
import { providers } from './providers/registry';
import { type Attempt, beginAttempts, postpone } from './record-attempt';
import { type Plan, planRoute } from './routing/plan-route';
import { findProviderTrouble, type ProviderTrouble } from './routing/provider-health';
import { sendDelivery } from './send-delivery';

/**
 * Messages of one channel on their way at once, per process: a vendor that hangs holds up no other channel, and ten
 * thousand notices hold up no code.
 */
const inFlightPerChannel = { codes: 20, notices: 5 } as const;
type Lane = keyof typeof inFlightPerChannel;
const lanes: readonly Lane[] = ['codes', 'notices'];
const pollMs = 500;
const sweepMs = 1_000;
const stopPatienceMs = 12_000;

export interface Outbox {
  /** Takes no more messages, waits for those on their way, closes connections. */
  stop(): Promise<void>;
}

// Next evaluates modules more than once in a process: whoever enqueues has to find the one worker.
const store = globalThis as unknown as { latchkeyOutbox?: Worker };

/** Starts sending in this process. Any number of processes share the work. */
export function startOutbox(deps: OutboxDeps): Outbox {
  const worker = new Worker(deps);
  store.latchkeyOutbox = worker;
  worker.wake();
  return worker;
}

/**
 * Call it after enqueuing (after the commit): this process then looks at once instead of at its next poll. Inside a
 * request it waits until the answer has left: what sending costs must not be felt in it, since decoys cost nothing.
 */
export function wakeOutbox(): void {
  afterAnswer(() => store.latchkeyOutbox?.wake());
}

/**
 * Waits for the look at the outbox that would find a code enqueued just now. Resolves to whether this process would take
 * it: false while all places of the channel are.
 */
export async function waitForTurn(channel: Channel): Promise<boolean> {
  return (await store.latchkeyOutbox?.waitForTurn('codes', channel)) ?? true;
}

class Worker implements Outbox {
  private readonly inFlight: Record<Lane, Map<Channel, number>> = {
    codes: new Map(channels.map((channel) => [channel, 0])),
    notices: new Map(channels.map((channel) => [channel, 0])),
  };
  private readonly sending = new Set<Promise<void>>();
  private claiming: Promise<void> | null = null;
  private again = false;
  private stopped = false;
  private poll: NodeJS.Timeout | undefined;
  private sweptAt = 0;

  constructor(private readonly deps: OutboxDeps) {}

  wake(): void {
    if (this.stopped) return;
    if (this.claiming) {
      this.again = true;
      return;
    }
    clearTimeout(this.poll);
    this.claiming = this.claim()
      .catch((error: Error) => {
        // The database is away: the next poll tries again, and nothing is lost.
        this.deps.logger?.error({ error: error.name }, 'the outbox cannot read its messages');
        this.again = false;
      })
      .then(() => {
        this.claiming = null;
        if (this.again && !this.stopped) {
          this.again = false;
          this.wake();
        } else if (!this.stopped) {
          // Jitter, so that processes started together do not ask together.
          this.poll = setTimeout(() => this.wake(), pollMs * (0.75 + Math.random() / 2));
        }
      });
  }

  async waitForTurn(lane: Lane, channel: Channel): Promise<boolean> {
    const another = this.again;
    await this.claiming;
    if (another) await this.claiming;
    return this.inFlight[lane].get(channel)! < inFlightPerChannel[lane];
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.poll);
    if (store.latchkeyOutbox === this) store.latchkeyOutbox = undefined;
    await this.claiming;
    await Promise.race([Promise.all(this.sending), wait(stopPatienceMs, undefined, { ref: false })]);
    for (const provider of Object.values(providers)) provider.close?.();
  }

  private async claim(): Promise<void> {
    const slots = { codes: this.freeSlots('codes'), notices: this.freeSlots('notices') };
    if (slots.codes.size + slots.notices.size > 0) {
      const claimed = await claimDeliveries(this.deps.db, slots);
      if (claimed.length > 0) await this.dispatch(claimed);
      // A full batch: there may be more, and slots come free one by one.
      this.again ||= lanes.some((lane) => isFull(claimed, lane, slots[lane]));
    }
    if (Date.now() - this.sweptAt >= sweepMs) {
      this.sweptAt = Date.now();
      await dropDeadDeliveries(this.deps.db);
    }
  }

  private freeSlots(lane: Lane): Map<Channel, number> {
    const most = inFlightPerChannel[lane];
    return new Map(
      [...this.inFlight[lane]].flatMap(([channel, busy]) => (busy < most ? [[channel, most - busy]] : [])),
    );
  }

  /** Decides which vendor is called for each message, writes all first calls down at once, and makes them. */
  private async dispatch(claimed: readonly ClaimedDelivery[]): Promise<void> {
    const { db } = this.deps;
    const settings = (this.deps.settings ?? getSettings()).delivery;
    const trouble = await findProviderTrouble(db);
    const planned = await Promise.all(
      claimed.map(async (delivery) => ({
        delivery,
        plan: await withinMeans(this.deps, delivery, planRoute(delivery, settings, trouble)),
      })),
    );
    const waiting = planned.flatMap(({ delivery, plan: { waitUntil } }) =>
      waitUntil ? [{ delivery, until: waitUntil }] : [],
    );
    if (waiting.length > 0) await postpone(db, waiting);
    const calls = planned.flatMap(({ delivery, plan }) =>
      plan.steps[0] ? [{ delivery, step: plan.steps[0] }] : [],
    );
    const attempts = calls.length > 0 ? await beginAttempts(db, calls) : [];
    const attemptOf = new Map(calls.map(({ delivery }, index) => [delivery.id, attempts[index]!]));
    for (const { delivery, plan } of planned) {
      if (!plan.waitUntil) this.send(delivery, plan, attemptOf.get(delivery.id) ?? null, trouble);
    }
  }

  private send(
    delivery: ClaimedDelivery,
    plan: Plan,
    attempt: Attempt | null,
    trouble: readonly ProviderTrouble[],
  ): void {
    const { channel } = delivery;
    const lane = laneOf(delivery);
    const inFlight = this.inFlight[lane];
    inFlight.set(channel, inFlight.get(channel)! + 1);
    const turn = sendDelivery(this.deps, delivery, plan, attempt, trouble)
      .catch((error: Error) => {
        // The result could not be written: the lease runs out and the message is sent again.
        this.deps.logger?.error(
          { deliveryId: delivery.id, error: error.name },
          'an outcome was not recorded',
        );
      })
      .finally(() => {
        this.sending.delete(turn);
        const busy = inFlight.get(channel)! - 1;
        inFlight.set(channel, busy);
        // Half empty: worth a statement. Every single slot would cost one each.
        if (busy === Math.floor(inFlightPerChannel[lane] / 2)) this.wake();
      });
    this.sending.add(turn);
  }
}

function laneOf({ challenge }: ClaimedDelivery): Lane {
  return challenge ? 'codes' : 'notices';
}

function isFull(
  claimed: readonly ClaimedDelivery[],
  lane: Lane,
  slots: ReadonlyMap<Channel, number>,
): boolean {
  return [...slots].some(
    ([channel, free]) =>
      claimed.filter((delivery) => laneOf(delivery) === lane && delivery.channel === channel).length >= free,
  );
}

/** What a turn begins with may already be another channel: the one that was asked for has come to nothing. */
async function withinMeans(deps: OutboxDeps, delivery: ClaimedDelivery, plan: Plan): Promise<Plan> {
  if (plan.steps.length === 0) return plan;
  const steps = await dropUnaffordable(deps, delivery, plan.steps, new Set([delivery.channel]));
  return steps.length > 0 ? { ...plan, steps } : { ...plan, steps, obstacle: 'unaffordable' };
}
