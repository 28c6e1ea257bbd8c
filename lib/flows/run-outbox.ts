import { deriveChallengeCode } from '@/lib/codes/derive-challenge-code';
import { startOutbox } from '@/lib/delivery/outbox';
import type { DeliveryLogger } from '@/lib/delivery/outbox-deps';
import type { Deps } from './deps';

/** Sends what the outbox holds. Delivery knows no codes: it is handed the one way to derive them. */
export function runOutbox({ db }: Deps, logger: DeliveryLogger): { stop(): Promise<void> } {
  return startOutbox({ db, deriveCode: deriveChallengeCode, logger });
}
