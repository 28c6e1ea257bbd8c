import type { Challenge, ChallengeOwner } from '@/lib/codes/challenge';
import { findNewestChallengeId } from '@/lib/codes/find-newest-challenge';
import { getChallenge } from '@/lib/codes/get-challenge';
import { findSendAttempts, type SendAttempt } from '@/lib/delivery/find-send-attempts';
import type { Deps } from './deps';

export interface Verification {
  challenge: Challenge;
  sends: SendAttempt[];
}

export interface VerificationTarget {
  /** Of the challenge; otherwise the newest of the address. */
  id: string | null;
  address: string | null;
  service: string;
  owner: ChallengeOwner;
}

/** A verification of one service of one application, or null. */
export async function getVerification(
  { db }: Deps,
  { id, address, service, owner }: VerificationTarget,
): Promise<Verification | null> {
  const wanted =
    id ?? (address && (await findNewestChallengeId(db, address, 'verification', owner, { service })));
  const challenge = wanted ? await getChallenge(db, wanted, owner) : null;
  if (!challenge || (challenge.context as { service?: unknown } | null)?.service !== service) return null;
  return { challenge, sends: await findSendAttempts(db, { challengeId: challenge.id }) };
}
