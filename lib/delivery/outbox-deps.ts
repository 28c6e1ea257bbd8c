import type { Settings } from '@/lib/config/settings';
import type { Database } from '@/lib/db/client';
import type { Channel } from './channel';
import type { ClaimedChallenge, ClaimedDelivery } from './claim-deliveries';

/** Where the worker says what went wrong; pino fits. Fields hold no address and no code. */
export interface DeliveryLogger {
  warn(fields: object, text: string): void;
  error(fields: object, text: string): void;
}

export interface OutboxDeps {
  db: Database;
  /** The code of a challenge; null when its key is gone. Handed in, because delivery does not know how codes come about. */
  deriveCode: (challenge: ClaimedChallenge) => string | null;
  /**
   * Counts a message that goes by another channel than was asked for, or refuses it for its costs. Handed in, because
   * delivery does not know the guard; absent: nothing is refused.
   */
  mayFallBack?: (delivery: Pick<ClaimedDelivery, 'id' | 'address'>, channel: Channel) => Promise<boolean>;
  logger?: DeliveryLogger;
  /** Those of the process when absent. */
  settings?: Pick<Settings, 'appName' | 'appUrl' | 'delivery'> & Partial<Pick<Settings, 'brand'>>;
}
