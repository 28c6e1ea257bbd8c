import type { Channel, DeliverySettings, ProviderId } from '@/lib/config/delivery-settings';
import { getSettings } from '@/lib/config/settings';
import { getSwitches, type Switches } from '@/lib/config/switches';

export type { Channel };

/** Whether codes can go by this channel here: some provider carries it, and staff has not switched it off. */
export function isChannelOffered(
  channel: Channel,
  settings: DeliverySettings = getSettings().delivery,
  switches: Switches = getSwitches(),
): boolean {
  const order = settings.channels[channel];
  if (order.length === 0 || switches.channelsOff.has(channel)) return false;
  return [...order, ...settings.routes[channel].flatMap(({ providers }) => providers)].some(
    (provider) => !switches.providersOff.has(provider),
  );
}

/** Whether a call to this vendor may be made for this channel. */
export function isSwitchedOn(
  { provider, channel }: { provider: ProviderId; channel: Channel },
  { channelsOff, providersOff }: Switches,
): boolean {
  return !channelsOff.has(channel) && !providersOff.has(provider);
}
