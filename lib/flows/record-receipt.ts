import { setTimeout as wait } from 'node:timers/promises';
import { recordEvent } from '@/lib/audit/record-event';
import type { DeliverySettings } from '@/lib/config/delivery-settings';
import { getSettings } from '@/lib/config/settings';
import { wakeOutbox } from '@/lib/delivery/outbox';
import { applyReceipt } from '@/lib/delivery/receipts/apply-receipt';
import type { ReceiptEvent, ReceiptRefusal, ReceiptRequest } from '@/lib/delivery/receipts/receipt-event';
import { receiptReaders } from '@/lib/delivery/receipts/registry';
import { fail, ok, type Result } from '@/lib/result';
import type { Deps } from './deps';

/** A vendor can be faster than the statement that keeps its id of a message. */
const patienceMs = [150, 350, 800];

/**
 * Takes what a vendor tells about a message, when it proves to be theirs. An event about a message that nobody knows is
 * taken without a word, like one that was told before.
 */
export async function recordReceipt(
  { db }: Deps,
  provider: string,
  request: ReceiptRequest,
  settings: DeliverySettings = getSettings().delivery,
): Promise<Result<{ changed: number }, ReceiptRefusal>> {
  const read = receiptReaders.get(provider);
  if (!read) return fail('unconfigured');
  const events = await read(request, settings);
  if (!events.ok) return events;
  let changed = 0;
  for (const event of events.value) {
    let applied = await applyReceipt(db, event);
    for (const ms of event.type === 'state' ? patienceMs : []) {
      if (applied.deliveryId !== null) break;
      await wait(ms);
      applied = await applyReceipt(db, event);
    }
    if (applied.changed) changed += 1;
    if (applied.requeued) wakeOutbox();
    if (applied.changed) await recordChange({ db }, provider, event, applied.deliveryId);
  }
  return ok({ changed });
}

/** The log keeps what ends or opens a way to a customer. */
async function recordChange({ db }: Deps, provider: string, event: ReceiptEvent, deliveryId: string | null) {
  const suppressed = event.type === 'stop' || (event.type === 'state' && event.suppress);
  if (!suppressed && event.type !== 'start') return;
  await recordEvent(db, {
    type: event.type === 'start' ? 'suppression_lifted' : 'address_suppressed',
    actor: 'system',
    deliveryId,
    data: { provider, reason: event.type === 'state' ? event.suppress : event.type },
  });
}
