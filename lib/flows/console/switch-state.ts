import { type Channel, channels, type ProviderId } from '@/lib/config/delivery-settings';
import { getSettings } from '@/lib/config/settings';
import { findSwitches, type OperatorSwitch } from '@/lib/db/operator-switches';
import { isChannelOffered } from '@/lib/delivery/channel';
import { findResendProviders } from '@/lib/delivery/resend-delivery';
import type { Deps } from '../deps';
import { channelName, providerName } from './words';

export interface SwitchState {
  /** Those that are configured; `off` is the switch that turned it off. */
  channels: { channel: Channel; off: OperatorSwitch | null }[];
  providers: { provider: ProviderId; carries: Channel[]; off: OperatorSwitch | null }[];
  isOff(provider: string): boolean;
  /** How a test can be sent: each channel in its usual order, and by each of its providers. */
  ways: { value: string; label: string }[];
}

/** What is switched off at this moment, read from the table: staff sees its own change at once, whichever process answers. */
export async function findSwitchState({ db }: Deps): Promise<SwitchState> {
  const settings = getSettings().delivery;
  const rows = await findSwitches(db);
  const offBy = (key: string) => rows.find((row) => row.key === key) ?? null;
  const configured = channels.filter((channel) => settings.channels[channel].length > 0);
  const carriers = (channel: Channel) => [
    ...new Set([
      ...settings.channels[channel],
      ...settings.routes[channel].flatMap(({ providers }) => providers),
    ]),
  ];
  const ids = [...new Set(configured.flatMap(carriers))];
  return {
    channels: configured.map((channel) => ({ channel, off: offBy(`channel_off:${channel}`) })),
    providers: ids.map((provider) => ({
      provider,
      carries: configured.filter((channel) => carriers(channel).includes(provider)),
      off: offBy(`provider_off:${provider}`),
    })),
    isOff: (provider) => offBy(`provider_off:${provider}`) !== null,
    ways: configured
      .filter((channel) => isChannelOffered(channel))
      .flatMap((channel) => [
        { value: channel, label: `${channelName(channel)}, usual order` },
        ...findResendProviders(channel, 'verification').map((id) => ({
          value: `${channel} ${id}`,
          label: `${channelName(channel)}, ${providerName(id)}`,
        })),
      ]),
  };
}
