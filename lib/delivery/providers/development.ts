import { providerChannels } from '@/lib/config/delivery-settings';
import type { Provider } from './provider';

/** For a newcomer's own machine: the message goes to the console. `/inbox` renders it anew from its delivery. */
export const development: Provider = {
  id: 'development',
  channels: providerChannels.development,
  async send(message) {
    const body = message.text.replace(/\n+/g, '\n  ').trim();
    console.log(
      `[${message.channel} to ${message.to}]${message.subject ? ` ${message.subject}` : ''}\n  ${body}`,
    );
    return { providerMessageId: message.deliveryId, state: 'delivered' };
  },
};
