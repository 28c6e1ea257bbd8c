import type { DeliveryProgress } from '@/lib/schemas/delivery-progress';
import type { Language } from './languages';
import { sentence } from './sentence';

/** What the page says of a message on its way, by its state; `unreachable` where the address itself is the cause. */
export type ProgressTexts = Readonly<Record<DeliveryProgress['state'] | 'unreachable', string>>;

export function describeProgress(language: Language, channel: DeliveryProgress['channel']): ProgressTexts {
  return {
    queued: sentence(language, 'delivery_queued'),
    sending: sentence(language, 'delivery_sending'),
    retrying: sentence(language, 'delivery_retrying'),
    sent: sentence(language, 'delivery_sent'),
    accepted: sentence(language, 'delivery_accepted'),
    delivered: sentence(language, 'delivery_delivered'),
    failed: sentence(language, 'delivery_failed'),
    unreachable: sentence(language, `delivery_failed_${channel}`),
  };
}
