import type { AuthenticationResponseJSON } from '@simplewebauthn/server';
import type { ChallengeOwner } from '@/lib/codes/challenge';
import { fail, type Result } from '@/lib/result';
import { acceptPasskey, type PasskeyFailure } from './accept-passkey';
import type { Deps, Visitor } from './deps';
import { exchangeForSessionGrant } from './exchange-for-session-grant';
import { getSecondFactorStep } from './get-second-factor-step';

/** Takes a passkey of the account as the second factor, for a grant that gives a session. */
export async function passSecondFactorByPasskey(
  deps: Deps,
  input: { grant: string; response: AuthenticationResponseJSON; owner: ChallengeOwner; visitor: Visitor },
): Promise<
  Result<{ grant: string; userId: string }, PasskeyFailure | 'grant_used', { retryAfterSeconds: number }>
> {
  const step = await getSecondFactorStep(deps, input);
  if (!step) return fail('grant_used');
  const userId = step.account.id;
  const accepted = await acceptPasskey(deps, { ...input, for: { use: 'second_factor', userId } });
  if (!accepted.ok) return accepted;
  return exchangeForSessionGrant(deps, { ...input, userId, method: 'passkey' });
}
