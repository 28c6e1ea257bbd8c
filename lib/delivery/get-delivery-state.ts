import type { Channel, DeliverySettings } from '@/lib/config/delivery-settings';
import { getSettings } from '@/lib/config/settings';
import type { Database } from '@/lib/db/client';
import { decoyCourse } from './decoy-course';
import type { FailureKind } from './delivery-error';

export interface DeliveryState {
  /** `queued`: asked for just now. `sent`: the vendor has it. `accepted`: the carrier. `delivered`: the phone or mailbox. */
  state: 'queued' | 'sending' | 'sent' | 'accepted' | 'delivered' | 'failed';
  /** Why it failed or is being tried again; null otherwise. */
  reason: FailureKind | null;
}

const publicStates = {
  queued: 'sending',
  sending: 'sending',
  sent: 'sent',
  accepted: 'accepted',
  delivered: 'delivered',
  failed: 'failed',
  dropped: 'failed',
} as const satisfies Record<Exclude<Row['state'], 'decoy'>, DeliveryState['state']>;

type Row = {
  id: string;
  channel: Channel;
  address: string;
  state: DeliveryState['state'] | 'dropped' | 'decoy';
  failureKind: FailureKind | null;
  ageMs: number;
  expired: boolean;
};

/**
 * How far the newest message of a challenge has come; null when the challenge has none. Waiting for a worker and being
 * on the line are one state to whoever asks: only real messages wait, so how long would tell them from decoys.
 */
export async function getDeliveryState(
  db: Database,
  challengeId: string,
  settings: DeliverySettings = getSettings().delivery,
): Promise<DeliveryState | null> {
  const rows = await db.$queryRaw<Row[]>`
    SELECT "id", "channel", "address", "state", "failureKind",
           (extract(epoch FROM now() - "createdAt") * 1000)::float8 AS "ageMs", coalesce("expiresAt" <= now(), false) AS "expired"
      FROM "Delivery" WHERE "otpId" = ${challengeId}::uuid
     ORDER BY "createdAt" DESC, "generation" DESC LIMIT 1`;
  const row = rows[0];
  if (!row) return null;
  // For real ones, too: what a decoy's course is made of is read anew each second, and who waited for that would show.
  const course = await decoyCourse(db, row, settings);
  if (row.state === 'decoy') return course;
  // Dropped: the code died first, and the page says so on its own.
  return { state: publicStates[row.state], reason: row.failureKind };
}
