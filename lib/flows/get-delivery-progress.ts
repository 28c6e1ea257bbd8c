import type { ChallengeOwner } from '@/lib/codes/challenge';
import { getChallenge } from '@/lib/codes/get-challenge';
import { getDeliveryState } from '@/lib/delivery/get-delivery-state';
import type { DeliveryProgress } from '@/lib/schemas/delivery-progress';
import type { Deps } from './deps';

/** How far the message of this browser's challenge has come. Decoys have a course of their own. */
export async function getDeliveryProgress(
  { db }: Deps,
  id: string,
  owner: ChallengeOwner,
): Promise<DeliveryProgress | null> {
  const challenge = await getChallenge(db, id, owner);
  if (!challenge) return null;
  const delivery = (await getDeliveryState(db, challenge.id)) ?? { state: 'queued', reason: null };
  const again = delivery.reason !== null && (delivery.state === 'queued' || delivery.state === 'sending');
  return {
    state: again ? 'retrying' : delivery.state,
    channel: challenge.channel,
    // One word for "no such number" and "its owner wants nothing": the second is nobody's business.
    unreachable: delivery.reason === 'invalid_address' || delivery.reason === 'rejected',
  };
}
