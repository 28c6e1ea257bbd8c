import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Channel, DeliverySettings } from '@/lib/config/delivery-settings';
import { getSettings } from '@/lib/config/settings';
import { afterAnswer } from './after-answer';
import { type ClaimedDelivery, claimDeliveries, dropDeadDeliveries } from './claim-deliveries';
import { type FirstTurn, planFirstTurn, toClaimed, type WantedTurn } from './first-turn';
import type { OutboxDeps } from './outbox-deps';
import { type Lane, lanes, Places } from './places';
import { prepareTurns, type Turn } from './prepare-turns';
import { providers } from './providers/registry';
import { postpone } from './record-attempt';
import { endRehearsedCalls } from './rehearse-vendor-call';
import { findProviderTrouble, type ProviderTrouble } from './routing/provider-health';
import { sendDelivery } from './send-delivery';

const pollMs = 500;
const sweepMs = 1_000;
const stopPatienceMs = 12_000;
/** Vendors in trouble are read with every look at the outbox; what is older says nothing (the database is away, or slow). */
const troubleKeepMs = 2_000;
/** A first turn that had to wait for so long is given to the outbox: its code may have died meanwhile. */
const firstTurnPatienceMs = 1_000;

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
 * A place for the first turn of a message that is about to be written; null where it has to be claimed: no worker here, no
 * place free, a vendor in trouble. Whoever gets one begins it after the commit, or gives it back.
 * @param lane whose place it takes; a notice that goes in the place of a code takes a code's
 */
export function reserveFirstTurn(wanted: WantedTurn, lane: Lane = 'codes'): FirstTurn | null {
  return store.latchkeyOutbox?.reserveFirstTurn(wanted, lane) ?? null;
}

/**
 * Waits for the look at the outbox that would find a code enqueued just now. Resolves to whether this process would take
 * it: false while all places of the channel are.
 */
export async function waitForTurn(channel: Channel): Promise<boolean> {
  return (await store.latchkeyOutbox?.waitForTurn('codes', channel)) ?? true;
}

class Worker implements Outbox {
  private readonly places = new Places(() => this.wake());
  /** An entry for each message that is on its way, or whose outcome is being written. */
  private readonly held = new Set<Promise<void>>();
  private trouble: { readAt: number; vendors: readonly ProviderTrouble[] } | null = null;
  private claiming: Promise<void> | null = null;
  private again = false;
  private stopped = false;
  private closed = false;
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
    return this.places.hasFree(lane, channel);
  }

  reserveFirstTurn(wanted: WantedTurn, lane: Lane): FirstTurn | null {
    if (this.stopped || !this.trouble || performance.now() - this.trouble.readAt > troubleKeepMs) return null;
    const trouble = this.trouble.vendors;
    const plan = planFirstTurn(wanted, this.settings(), trouble);
    if (!plan || !this.places.hasFree(lane, wanted.channel)) return null;
    const [id, step] = [randomUUID(), plan.steps[0]!];
    const { leave, end } = this.hold(lane, wanted.channel);
    return {
      ...{ id, step, giveBack: end },
      begin: (message) => {
        const delivery = toClaimed(id, wanted, message);
        const writtenAt = performance.now();
        afterAnswer(() => {
          const begunAt = performance.now();
          const isLate = this.closed || begunAt - writtenAt > firstTurnPatienceMs;
          const turn = isLate
            ? this.handBack(delivery)
            : sendDelivery(this.deps, delivery, plan, { id, begunAt, ...step }, trouble, leave);
          void turn.catch((error) => this.logLost(delivery, error)).finally(end);
        });
      },
    };
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.poll);
    if (store.latchkeyOutbox === this) store.latchkeyOutbox = undefined;
    await this.claiming;
    await Promise.race([Promise.all(this.held), wait(stopPatienceMs, undefined, { ref: false })]);
    this.closed = true;
    endRehearsedCalls();
    for (const provider of Object.values(providers)) provider.close?.();
  }

  private async claim(): Promise<void> {
    const slots = { codes: this.places.countFree('codes'), notices: this.places.countFree('notices') };
    const claimed =
      slots.codes.size + slots.notices.size > 0 ? await claimDeliveries(this.deps.db, slots) : [];
    const trouble = await this.readTrouble();
    if (claimed.length > 0) {
      const turns = await prepareTurns(this.deps, claimed, this.settings(), trouble);
      for (const turn of turns) this.send(turn, trouble);
    }
    // A full batch: there may be more, and places come free one by one.
    this.again ||= lanes.some((lane) => isFull(claimed, lane, slots[lane]));
    if (Date.now() - this.sweptAt >= sweepMs) {
      this.sweptAt = Date.now();
      await dropDeadDeliveries(this.deps.db);
    }
  }

  private async readTrouble(): Promise<readonly ProviderTrouble[]> {
    const readAt = performance.now();
    const vendors = await findProviderTrouble(this.deps.db);
    this.trouble = { readAt, vendors };
    return vendors;
  }

  private send({ delivery, plan, attempt }: Turn, trouble: readonly ProviderTrouble[]): void {
    const { leave, end } = this.hold(laneOf(delivery), delivery.channel);
    void sendDelivery(this.deps, delivery, plan, attempt, trouble, leave)
      .catch((error) => this.logLost(delivery, error))
      .finally(end);
  }

  /**
   * Takes a place, and is waited for when the worker stops. `leave` gives the place to the next message, once; `end` is the end of
   * all, the place with it.
   */
  private hold(lane: Lane, channel: Channel): { leave: () => void; end: () => void } {
    let giveBack: (() => void) | null = this.places.take(lane, channel);
    let resolve = () => {};
    const held = new Promise<void>((done) => {
      resolve = done;
    });
    this.held.add(held);
    const leave = () => {
      giveBack?.();
      giveBack = null;
    };
    const end = () => {
      this.held.delete(held);
      leave();
      resolve();
    };
    return { leave, end };
  }

  private async handBack(delivery: ClaimedDelivery): Promise<void> {
    await postpone(this.deps.db, [{ delivery, until: delivery.now }]);
    this.wake();
  }

  /** The result could not be written: the lease runs out and the message is sent again. */
  private logLost({ id: deliveryId }: ClaimedDelivery, error: Error): void {
    this.deps.logger?.error({ deliveryId, error: error.name }, 'an outcome was not recorded');
  }

  private settings(): DeliverySettings {
    return (this.deps.settings ?? getSettings()).delivery;
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
