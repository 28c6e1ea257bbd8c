import type { Settings } from '@/lib/config/settings';
import type { ClaimedDelivery } from './claim-deliveries';
import { renderMessage } from './messages/render-message';
import type { RenderedMessage } from './messages/rendered-message';

/** The message of a delivery with its code. It exists in memory only, for the time of a call. */
export function renderDelivery(
  delivery: ClaimedDelivery,
  code: string | null,
  { appName, appUrl, brand }: Pick<Settings, 'appName' | 'appUrl'> & Partial<Pick<Settings, 'brand'>>,
): RenderedMessage {
  const { challenge } = delivery;
  // What an approval says is what its code is bound to, whatever the delivery's own parameters claim.
  const bound = challenge?.purpose === 'approval' ? challenge.context : null;
  const message = renderMessage({
    deliveryId: delivery.id,
    template: delivery.template,
    channel: delivery.channel,
    locale: delivery.locale,
    purpose: challenge?.purpose ?? null,
    params: { ...delivery.params, ...bound },
    code,
    site: { appName, appUrl, brand },
    at: delivery.createdAt,
    expiresAt: challenge?.expiresAt ?? null,
    now: delivery.now,
  });
  return {
    ...message,
    deliveryId: delivery.id,
    channel: delivery.channel,
    to: delivery.address,
    appName,
    code,
  };
}
