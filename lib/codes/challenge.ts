import type { Channel } from '@/lib/delivery/channel';
import type { Purpose } from './purposes';

/** A row of "Otp" as the statements of this folder return it. Times are the database's. */
export interface Challenge {
  id: string;
  purpose: Purpose;
  channel: Channel;
  address: string;
  userId: string | null;
  decoy: boolean;
  subject: string;
  nonce: Uint8Array;
  keyId: string;
  generation: number;
  length: number;
  attempts: number;
  maxAttempts: number;
  sends: number;
  clientId: string | null;
  context: unknown;
  locale: string | null;
  createdAt: Date;
  expiresAt: Date;
  resendAvailableAt: Date;
  consumedAt: Date | null;
  canceledAt: Date | null;
  /** The vendor that made the code that went out last and checks it, with its id of the check; null: it is ours. */
  verifier: string | null;
  verifierId: string | null;
  /** The database's clock when the row was read. */
  now: Date;
}

/**
 * Who may touch a challenge: the browser that asked (SHA-256 of its secret, 32 bytes), or the API client.
 * A challenge of somebody else is, to everybody, not there.
 */
export interface ChallengeOwner {
  browserHash: Uint8Array | null;
  clientId: string | null;
}

export type ChallengeStatus = 'live' | 'exhausted' | 'expired' | 'used' | 'canceled';

/** What can still be done with a challenge, judged by the database's clock. */
export function challengeStatus(challenge: Challenge): ChallengeStatus {
  if (challenge.consumedAt) return 'used';
  if (challenge.canceledAt) return 'canceled';
  if (challenge.attempts >= challenge.maxAttempts) return 'exhausted';
  if (challenge.expiresAt <= challenge.now) return 'expired';
  return 'live';
}
