import { fail, ok } from '@/lib/result';
import type { FailureKind } from '../delivery-error';
import { lookUp } from '../look-up';
import { parsePrice } from '../parse-price';
import { isSignedWebhook } from '../sign-webhook';
import { isRecent } from './equal-texts';
import type { ReadReceipt, ReceiptEvent, StateEvent } from './receipt-event';

const states: Readonly<Record<string, StateEvent['state']>> = {
  'message.accepted': 'accepted',
  'message.delivered': 'delivered',
  'message.undelivered': 'undelivered',
};

const kinds: readonly FailureKind[] = ['invalid_address', 'rejected', 'unavailable'];

interface Body {
  type?: unknown;
  data?: { id?: unknown; kind?: unknown; message?: unknown; channel?: unknown; address?: unknown } & {
    price?: unknown;
    currency?: unknown;
  };
}

/** Receipts of the operator's own service, signed as we sign what we send it (Standard Webhooks 1.0). */
export const readWebhookReceipt: ReadReceipt = async ({ headers, body, now }, { webhook }) => {
  if (!webhook) return fail('unconfigured');
  const id = headers.get('webhook-id') ?? '';
  const timestamp = headers.get('webhook-timestamp') ?? '';
  const signed = isSignedWebhook(
    { id, timestamp, body },
    headers.get('webhook-signature') ?? '',
    webhook.secret,
  );
  if (!signed || !/^\d+$/.test(timestamp) || !isRecent(new Date(Number(timestamp) * 1000), now))
    return fail('forged');
  const event = readEvent(id, body);
  return ok(event ? [event] : []);
};

function readEvent(eventId: string, body: string): ReceiptEvent | null {
  let parsed: Body;
  try {
    parsed = JSON.parse(body) as Body;
  } catch {
    return null;
  }
  const data = parsed.data ?? {};
  const state = lookUp(states, String(parsed.type));
  if (!state || typeof data.id !== 'string') return null;
  const event = {
    type: 'state',
    eventId,
    providers: ['webhook'],
    providerMessageId: data.id,
    state,
    price: parsePrice(data.price, data.currency),
  } as const;
  if (state !== 'undelivered') return event;
  const kind = kinds.find((known) => known === data.kind) ?? 'unavailable';
  return {
    ...event,
    failure: { kind, vendorCode: null, detail: 'The service says that it was not delivered.' },
  };
}
