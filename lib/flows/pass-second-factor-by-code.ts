import { markFactorUsed } from '@/lib/accounts/factors';
import type { ChallengeOwner } from '@/lib/codes/challenge';
import { consumeGrant } from '@/lib/codes/grants';
import { fail, type Result } from '@/lib/result';
import type { Deps, Visitor } from './deps';
import { exchangeForSessionGrant } from './exchange-for-session-grant';
import { getSecondFactorStep } from './get-second-factor-step';

/** Takes the grant of a right `second_factor` code beside the one of the first factor, if both are of one account. */
export async function passSecondFactorByCode(
  deps: Deps,
  input: { grant: string; codeGrant: string; owner: ChallengeOwner; visitor: Visitor },
): Promise<Result<{ grant: string; userId: string }, 'grant_used'>> {
  const step = await getSecondFactorStep(deps, input);
  const code = await consumeGrant(deps.db, input.codeGrant, 'second_factor', input.owner);
  const way = step?.ways.find(({ way }) => way === code?.channel)?.way;
  if (!step || !way || way === 'backup' || way === 'password' || code?.userId !== step.account.id) {
    return fail('grant_used');
  }
  await markFactorUsed(deps.db, step.account.id, way);
  return exchangeForSessionGrant(deps, { ...input, userId: step.account.id, method: `code_${way}` });
}
