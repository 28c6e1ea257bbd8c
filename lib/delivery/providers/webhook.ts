import { providerChannels } from '@/lib/config/delivery-settings';
import { DeliveryError, type FailureKind, redact } from '../delivery-error';
import { signWebhook } from '../sign-webhook';
import { callVendor } from './call-vendor';
import { kindOfStatus } from './http-error';
import type { Provider } from './provider';

/** The kinds that the operator's own service may name in `{"error": {"kind", "message"}}`. */
const kinds: readonly FailureKind[] = [
  'invalid_address',
  'rejected',
  'auth_failed',
  'rate_limited',
  'timeout',
  'unavailable',
];

/**
 * Any other vendor, by a service of the operator: a signed POST after Standard Webhooks 1.0
 * (https://www.standardwebhooks.com). It answers 2xx, if it likes with `{"id": "…"}`, or an error as above.
 */
export const webhook: Provider = {
  id: 'webhook',
  channels: providerChannels.webhook,
  async send(message, settings, signal) {
    const { url, secret } = settings.webhook!;
    const timestamp = String(Math.floor(Date.now() / 1000));
    const { deliveryId, channel, to, locale, subject, text, html, logo, code, minutes } = message;
    const body = JSON.stringify({
      type: 'message.send',
      timestamp: new Date().toISOString(),
      data: {
        delivery_id: deliveryId,
        channel,
        to,
        locale,
        subject,
        text,
        html,
        // What the HTML names as `cid:`, to be sent along as an inline part.
        ...(logo && { logo: { cid: logo.cid, type: logo.type, content: logo.content.toString('base64') } }),
        code,
        expires_in_minutes: minutes,
      },
    });
    const secrets = [code, to, secret];
    const {
      status,
      body: answer,
      retryAfterSeconds,
    } = await callVendor(
      'The webhook',
      url,
      {
        headers: {
          'content-type': 'application/json',
          'webhook-id': deliveryId,
          'webhook-timestamp': timestamp,
          'webhook-signature': signWebhook({ id: deliveryId, timestamp, body }, secret),
        },
        body,
      },
      signal,
      secrets,
    );
    if (status < 300 && !answer?.error) {
      return { providerMessageId: typeof answer?.id === 'string' ? answer.id : deliveryId, state: 'sent' };
    }
    const error = (answer?.error ?? {}) as { kind?: unknown; message?: unknown };
    const kind =
      kinds.find((known) => known === error.kind) ?? (status < 300 ? 'rejected' : kindOfStatus(status));
    const remedy = kind === 'auth_failed' ? 'Check WEBHOOK_URL and WEBHOOK_SECRET. ' : '';
    throw new DeliveryError(kind, {
      vendorCode: `HTTP ${status}`,
      detail: `${remedy}${redact(error.message, secrets) || 'The webhook refused the message.'}`,
      retryAfterSeconds,
    });
  },
  async probe(settings, signal) {
    const { url, secret } = settings.webhook!;
    const { status } = await callVendor('The webhook', url, { method: 'HEAD', headers: {} }, signal, [
      secret,
    ]);
    return {
      text: `It answers (HTTP ${status}). Whether it takes WEBHOOK_SECRET shows only with a message.`,
    };
  },
};
