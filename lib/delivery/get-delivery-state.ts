import type { Channel } from '@/lib/config/delivery-settings';
import { getSettings } from '@/lib/config/settings';
import type { Database } from '@/lib/db/client';
import { decoyCourse } from './decoy-course';
import type { FailureKind } from './delivery-error';

export interface DeliveryState {
  /** `sent`: the vendor has it. `accepted`: the carrier. `delivered`: the phone or mailbox. */
  state: 'queued' | 'sending' | 'sent' | 'accepted' | 'delivered' | 'failed';
  /** Why it failed or is being tried again; null otherwise. */
  reason: FailureKind | null;
}

type Row = {
  id: string;
  channel: Channel;
  address: string;
  state: DeliveryState['state'] | 'dropped' | 'decoy';
  failureKind: FailureKind | null;
  ageMs: number;
};

/** How far the newest message of a challenge has come; null when the challenge has none. */
export async function getDeliveryState(db: Database, challengeId: string): Promise<DeliveryState | null> {
  const rows = await db.$queryRaw<Row[]>`
    SELECT "id", "channel", "address", "state", "failureKind",
           (extract(epoch FROM now() - "createdAt") * 1000)::float8 AS "ageMs"
      FROM "Delivery" WHERE "otpId" = ${challengeId}::uuid
     ORDER BY "createdAt" DESC, "generation" DESC LIMIT 1`;
  const row = rows[0];
  if (!row) return null;
  if (row.state === 'decoy') return decoyCourse(db, row, getSettings().delivery);
  // Dropped: the code died first, and the page says so on its own.
  return { state: row.state === 'dropped' ? 'failed' : row.state, reason: row.failureKind };
}
