import { type ChallengeOwner, type ChallengeStatus, challengeStatus } from '@/lib/codes/challenge';
import { getChallenge } from '@/lib/codes/get-challenge';
import { maxSends, ttlSeconds } from '@/lib/codes/purposes';
import type { Deps } from './deps';

export interface ChallengeView {
  id: string;
  /** Digits of the code. */
  length: number;
  lifeMinutes: number;
  status: ChallengeStatus;
  attemptsLeft: number;
  /** False once the first guess was wrong. */
  untried: boolean;
  sends: number;
  canResend: boolean;
  /** Seconds of the cool-down that are left; 0 when a new code may be asked for. */
  resendSeconds: number;
}

/** What the page about a challenge shows. Nothing is sent or spent by looking. */
export async function getChallengeView(
  { db }: Deps,
  id: string,
  owner: ChallengeOwner,
): Promise<ChallengeView | null> {
  const challenge = await getChallenge(db, id, owner);
  if (!challenge) return null;
  const status = challengeStatus(challenge);
  const waitMs = challenge.resendAvailableAt.getTime() - challenge.now.getTime();
  return {
    id: challenge.id,
    length: challenge.length,
    lifeMinutes: ttlSeconds(challenge.purpose) / 60,
    status,
    attemptsLeft: challenge.maxAttempts - challenge.attempts,
    untried: challenge.attempts === 0,
    sends: challenge.sends,
    canResend: (status === 'live' || status === 'expired') && challenge.sends < maxSends,
    resendSeconds: Math.max(0, Math.ceil(waitMs / 1000)),
  };
}
