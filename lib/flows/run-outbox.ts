import { deriveChallengeCode } from '@/lib/codes/derive-challenge-code';
import type { Database } from '@/lib/db/client';
import type { Channel } from '@/lib/delivery/channel';
import { startOutbox } from '@/lib/delivery/outbox';
import type { DeliveryLogger } from '@/lib/delivery/outbox-deps';
import { guardSend } from '@/lib/guard/guard-send';
import type { Deps } from './deps';

/** Sends what the outbox holds. Delivery knows neither codes nor costs: it is handed the one way to derive or judge them. */
export function runOutbox({ db }: Deps, logger: DeliveryLogger): { stop(): Promise<void> } {
  return startOutbox({
    db,
    deriveCode: deriveChallengeCode,
    mayFallBack: (delivery, channel) => mayFallBack(db, delivery, channel),
    logger,
  });
}

/** Only numbers that an account has proved fall back: what they may cost is the one question that is left. */
async function mayFallBack(
  db: Database,
  { id, address }: { id: string; address: string },
  channel: Channel,
): Promise<boolean> {
  const send = { channel, address, client: null, open: false, decoy: false, requestId: null };
  return (await guardSend(db, { ...send, deliveryId: id })).ok;
}
