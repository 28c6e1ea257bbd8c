import type { ChallengeOwner } from '@/lib/codes/challenge';
import { fail, type Result } from '@/lib/result';
import { type CheckedWay, type CheckFailure, checkFactor } from './check-factor';
import type { Deps, Visitor } from './deps';
import { exchangeForSessionGrant } from './exchange-for-session-grant';
import { getSecondFactorStep } from './get-second-factor-step';

/** Takes a code of an app, a backup code or a password as the second factor, for a grant that gives a session. */
export async function passSecondFactor(
  deps: Deps,
  input: { grant: string; way: CheckedWay; typed: string; owner: ChallengeOwner; visitor: Visitor },
): Promise<
  Result<
    { grant: string; userId: string },
    CheckFailure | 'grant_used' | 'way_closed',
    { attemptsLeft: number; retryAfterSeconds: number }
  >
> {
  const step = await getSecondFactorStep(deps, input);
  if (!step) return fail('grant_used');
  if (!step.ways.some(({ way }) => way === input.way)) return fail('way_closed');
  const checked = await checkFactor(deps, { ...input, account: step.account });
  if (!checked.ok) return checked;
  return exchangeForSessionGrant(deps, { ...input, userId: step.account.id, method: checked.value.method });
}
