import type { ChallengeOwner } from '@/lib/codes/challenge';
import type { VerifyFailure } from '@/lib/codes/verify-code';
import type { Database } from '@/lib/db/client';
import { getSecondFactorStep } from '@/lib/flows/get-second-factor-step';
import type { ApiSessionFailure } from '@/lib/flows/start-api-session';
import { type Reply, refuse } from './reply';

/**
 * Why there is no session. `grant` is that of the first factor, which stays good; where it is news to the caller, since a
 * right code has just earned it, the problem tells it: the code cannot be sent again.
 */
export async function refuseSession(
  db: Database,
  failure: {
    reason: ApiSessionFailure | VerifyFailure | 'code_malformed';
    attemptsLeft?: number;
    retryAfterSeconds?: number;
  },
  { grant, owner, isNews }: { grant: string | undefined; owner: ChallengeOwner; isNews: boolean },
): Promise<Reply> {
  const { reason, attemptsLeft, retryAfterSeconds } = failure;
  const told = isNews ? { grant } : {};
  if (reason === 'grant_used') return refuse('grant_invalid');
  if (reason === 'factor_code_used') return refuse('code_used', told);
  if (reason !== 'second_factor_needed') {
    return refuse(reason, { attempts_left: attemptsLeft, retryAfterSeconds, ...told });
  }
  const step = grant === undefined ? null : await getSecondFactorStep({ db }, { grant, owner });
  const ways = (step?.ways ?? []).map(({ way, masked }) => ({ way, to: masked }));
  return refuse('second_factor_required', {
    detail: `${isNews ? 'The code was right, and is used up. ' : ''}Repeat with \`second_factor\` and ${isNews ? 'this' : 'the same'} \`grant\`, or send the customer to /login of this server.`,
    second_factor: { ways },
    ...told,
  });
}
