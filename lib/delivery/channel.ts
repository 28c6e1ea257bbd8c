import type { Channel } from '@/lib/config/delivery-settings';
import { getSettings } from '@/lib/config/settings';

export type { Channel };

/** Whether codes can go by this channel here: some provider carries it. */
export function isChannelOffered(channel: Channel): boolean {
  return getSettings().delivery.channels[channel].length > 0;
}
