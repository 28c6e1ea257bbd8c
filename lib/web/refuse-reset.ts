import type { PasswordProblem } from '@/lib/accounts/password';
import type { VerifyFailure } from '@/lib/codes/verify-code';
import type { ResetFailure } from '@/lib/flows/reset-password';
import { explainPasswordProblem } from './explain-password-problem';
import { type Reply, refuse } from './reply';

/** Why there is no new password, with the grant that a right code has just earned: the code cannot be sent again. */
export function refuseReset(failure: {
  reason: ResetFailure | VerifyFailure | 'code_malformed' | 'busy';
  problem?: PasswordProblem;
  attemptsLeft?: number;
  retryAfterSeconds?: number;
  grant?: string;
}): Reply {
  const { reason, problem, attemptsLeft, retryAfterSeconds, grant } = failure;
  if (reason === 'grant_used') return refuse('grant_invalid');
  if (reason === 'password_weak') {
    return refuse(reason, { errors: { password: explainPasswordProblem(problem!) }, grant });
  }
  if (reason === 'busy') return refuse('unavailable', { retryAfterSeconds, grant });
  return refuse(reason, { attempts_left: attemptsLeft, retryAfterSeconds, grant });
}
