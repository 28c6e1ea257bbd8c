import { findAccountById } from '@/lib/accounts/find-account';
import { checkPassword, type PasswordProblem } from '@/lib/accounts/password';
import type { ChallengeOwner } from '@/lib/codes/challenge';
import { repurposeGrant } from '@/lib/codes/repurpose-grant';
import type { VerifyExtra } from '@/lib/codes/verify-code';
import { takeLimits } from '@/lib/limits/take-limits';
import { fail, ok, type Result } from '@/lib/result';
import type { Deps, Visitor } from './deps';
import { passwordChangeUses } from './password-change-uses';
import { resetPassword } from './reset-password';
import { type CompatFailure, verifyCompatCode } from './verify-compat-code';

export interface CompatReset {
  /** The address that the code went to. */
  address: string;
  /** Has to be the account's, where the account has one. */
  email: string | null;
  password: string;
  code: string;
  owner: ChallengeOwner;
  visitor: Visitor;
}

/** Sets a new password by a code, in one request. It signs nobody in, and a second factor stays on. */
export async function resetByCompatCode(
  deps: Deps,
  { address, email, password, code, owner, visitor }: CompatReset,
): Promise<
  Result<null, CompatFailure | 'password_weak' | 'not_found', VerifyExtra & { problem: PasswordProblem }>
> {
  const allowed = await takeLimits(deps.db, passwordChangeUses(visitor));
  if (!allowed.ok) return fail('limited', { retryAfterSeconds: allowed.retryAfterSeconds ?? 60 });
  const checked = await checkPassword(password, { email, phone: address });
  if (!checked.ok) return fail('password_weak', { problem: checked.reason });
  const verified = await verifyCompatCode(deps, { address, typed: code, owner, visitor });
  if (!verified.ok) return verified;
  const { challenge, grant } = verified.value;
  const account = challenge.userId === null ? null : await findAccountById(deps.db, challenge.userId);
  if (!account || (email !== null && account.email !== null && account.email !== email))
    return fail('not_found');
  if (!(await repurposeGrant(deps.db, grant, 'password_reset', owner))) return fail('code_expired');
  const reset = await resetPassword(deps, { grant, password, owner, visitor });
  if (reset.ok) return ok(null);
  if (reset.reason === 'password_weak') return fail('password_weak', { problem: reset.problem! });
  return fail('code_expired');
}
