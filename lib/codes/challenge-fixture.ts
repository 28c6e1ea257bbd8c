import { randomBytes } from 'node:crypto';
import type { Database } from '@/lib/db/client';
import type { Challenge, ChallengeOwner } from './challenge';
import { createChallenge, type NewChallenge } from './create-challenge';
import { deriveChallengeCode } from './derive-challenge-code';

/** For tests: a challenge with its right code and a wrong one. */
export interface IssuedChallenge {
  challenge: Challenge;
  owner: ChallengeOwner;
  code: string;
  wrongCode: string;
}

/** For tests: what a page would ask for, to sign in by e-mail. */
export function newChallenge(
  address: string,
  owner: ChallengeOwner,
  over: Partial<NewChallenge> = {},
): NewChallenge {
  return {
    purpose: 'login',
    channel: 'email',
    address,
    userId: null,
    decoy: false,
    subject: `address:${address}`,
    owner,
    locale: null,
    params: {},
    ...over,
  };
}

/** For tests: writes a challenge as a page would. */
export async function issueChallenge(
  db: Database,
  over: Partial<NewChallenge> = {},
): Promise<IssuedChallenge> {
  const owner = over.owner ?? { browserHash: randomBytes(32), clientId: null };
  const address = over.address ?? `c${randomBytes(6).toString('hex')}@example.com`;
  const challenge = await createChallenge(db, newChallenge(address, owner, over));
  const code = deriveChallengeCode(challenge)!;
  return { challenge, owner, code, wrongCode: wrongFor(code) };
}

/** A code of the same length that is not this one. */
export function wrongFor(code: string): string {
  return code.slice(0, -1) + ((Number(code.at(-1)) + 1) % 10);
}
