import type { Channel, DeliverySettings, ProviderId } from '@/lib/config/delivery-settings';
import { getSwitches, type Switches } from '@/lib/config/switches';
import { isSwitchedOn } from '../channel';
import type { ClaimedChallenge, ClaimedDelivery } from '../claim-deliveries';
import { providers } from '../providers/registry';
import type { ProviderTrouble } from './provider-health';
import { everywhere, regionOf } from './region-of';

/** One call to make: this vendor, by this channel. */
export interface Step {
  provider: ProviderId;
  channel: Channel;
}

export interface Plan {
  /** In the order to try them. */
  steps: readonly Step[];
  /** Every vendor asked us to wait: nothing is tried before. */
  waitUntil: Date | null;
  /** Why there is no step at all. */
  obstacle: 'suppressed' | 'exhausted' | 'no_provider' | 'switched_off' | 'unaffordable' | null;
}

/** What the way of a message depends on. */
export type RoutedMessage = Pick<
  ClaimedDelivery,
  | 'channel'
  | 'address'
  | 'template'
  | 'now'
  | 'addressProved'
  | 'wantedProvider'
  | 'undelivered'
  | 'suppressedChannels'
> & { challenge: Pick<ClaimedChallenge, 'purpose'> | null };

/** When a notice looks again whether its channel is back. */
const switchedOffWaitMs = 30_000;

/** To whom the same number is worth another try. Mail is not: it is another address. */
const fallbacks: Readonly<Record<Channel, readonly Channel[]>> = {
  email: [],
  whatsapp: ['sms', 'voice'],
  sms: ['voice'],
  voice: [],
};

/**
 * Which vendors to call for a message, in order: the rule of its country, else the order of its channel; then the channels
 * that it may fall back to. Vendors in trouble are passed over while there are others.
 */
export function planRoute(
  delivery: RoutedMessage,
  settings: DeliverySettings,
  trouble: readonly ProviderTrouble[],
  switches: Switches = getSwitches(),
): Plan {
  const listed = channelsOf(delivery, settings).flatMap((channel) =>
    orderOf(channel, delivery.address, settings)
      .map((provider) => ({ provider, channel }))
      .filter((step) => canCarry(step, delivery)),
  );
  if (!listed.some(({ channel }) => channel === delivery.channel)) {
    return { steps: [], waitUntil: null, obstacle: 'no_provider' };
  }
  const allowed = listed.filter(({ channel }) => !delivery.suppressedChannels.includes(channel));
  if (allowed.length === 0) return { steps: [], waitUntil: null, obstacle: 'suppressed' };
  const switchedOn = allowed.filter((step) => isSwitchedOn(step, switches));
  if (switchedOn.length === 0) return whileSwitchedOff(delivery);
  const wanted = switchedOn.filter((step) => isWanted(step, delivery));
  const untried = [
    ...wanted,
    ...switchedOn.filter(
      (step) =>
        !isWanted(step, delivery) && !delivery.undelivered.includes(`${step.provider} ${step.channel}`),
    ),
  ];
  if (untried.length === 0) return { steps: [], waitUntil: null, obstacle: 'exhausted' };
  const region = regionOf(delivery.channel, delivery.address);
  const troubleOf = ({ provider }: Step) =>
    trouble.find(
      (one) => one.paused && one.provider === provider && [region, everywhere].includes(one.region),
    );
  const healthy = untried.filter((step) => !troubleOf(step));
  if (healthy.length > 0) return { steps: healthy, waitUntil: null, obstacle: null };
  // All are in trouble. One that fails may be back; one that asked us to wait is not asked before.
  const ready = untried.filter((step) => troubleOf(step)?.kind !== 'rate_limited');
  if (ready.length > 0) return { steps: ready, waitUntil: null, obstacle: null };
  const until = Math.min(...untried.map((step) => troubleOf(step)!.pausedUntil!.getTime()));
  return { steps: [], waitUntil: new Date(until), obstacle: null };
}

/** Who asked for a code chooses another way meanwhile; a notice can wait until staff switches it on again. */
function whileSwitchedOff({ challenge, now }: RoutedMessage): Plan {
  if (challenge) return { steps: [], waitUntil: null, obstacle: 'switched_off' };
  return { steps: [], waitUntil: new Date(now.getTime() + switchedOffWaitMs), obstacle: null };
}

const isWanted = ({ provider, channel }: Step, delivery: RoutedMessage) =>
  provider === delivery.wantedProvider && channel === delivery.channel;

/**
 * The channel that was asked for, and those after it: only where the customer has proved the number, and never for an
 * approval, whose method may not change on the way.
 */
function channelsOf(delivery: RoutedMessage, settings: DeliverySettings): Channel[] {
  const { channel, challenge, addressProved } = delivery;
  const may = settings.channelFallback && addressProved && challenge && challenge.purpose !== 'approval';
  return [channel, ...(may ? fallbacks[channel] : [])].filter(
    (one) => one === channel || settings.channels[one].length > 0,
  );
}

function orderOf(channel: Channel, address: string, settings: DeliverySettings): readonly ProviderId[] {
  const rule = settings.routes[channel].find(({ prefix }) => address.startsWith(prefix));
  return rule?.providers ?? settings.channels[channel];
}

/** Whether a vendor can say what this message says. */
function canCarry({ provider, channel }: Step, delivery: RoutedMessage): boolean {
  const vendor = providers[provider];
  const kind = { channel, template: delivery.template, purpose: delivery.challenge?.purpose ?? null };
  return vendor.channels.includes(channel) && (vendor.carries?.(kind) ?? true);
}
