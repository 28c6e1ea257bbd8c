import type { Challenge, ChallengeOwner } from '@/lib/codes/challenge';
import { getChallenge } from '@/lib/codes/get-challenge';
import { type DeliveryState, getDeliveryState } from '@/lib/delivery/get-delivery-state';
import { clientSubject } from '@/lib/limits/client-subject';
import { takeLimits } from '@/lib/limits/take-limits';
import { fail, ok, type Result } from '@/lib/result';
import type { Deps, Visitor } from './deps';

export interface CodeState {
  challenge: Challenge;
  delivery: DeliveryState;
}

/** A challenge and how far its message has come. Asked for every few seconds by whoever waits for it. */
export async function getCodeState(
  { db }: Deps,
  input: { id: string; owner: ChallengeOwner; visitor: Visitor },
): Promise<Result<CodeState, 'not_found' | 'limited', { retryAfterSeconds: number }>> {
  if (!input.visitor.api?.keyId) {
    const subject = clientSubject(input.visitor.clientAddress);
    const allowed = await takeLimits(db, [{ limit: 'status_reads_per_client', subject }]);
    if (!allowed.ok) return fail('limited', { retryAfterSeconds: allowed.retryAfterSeconds ?? 60 });
  }
  const challenge = await getChallenge(db, input.id, input.owner);
  if (!challenge) return fail('not_found');
  const delivery = await getDeliveryState(db, challenge.id);
  return ok({ challenge, delivery: delivery ?? { state: 'queued', reason: null } });
}
