import { challengeStatus } from '@/lib/codes/challenge';
import { fail, ok, type Result } from '@/lib/result';
import { checkTypedCode } from './check-typed-code';
import type { Deps, Visitor } from './deps';
import { getVerification, type Verification, type VerificationTarget } from './get-verification';

export interface CheckedVerification extends Verification {
  approved: boolean;
}

/**
 * Checks a code for clients to which a wrong one is no error: the verification stays pending. Only one that is over
 * (used, expired, cancelled) is not there any more.
 */
export async function checkVerification(
  deps: Deps,
  target: VerificationTarget & { typed: string; visitor: Visitor },
): Promise<
  Result<
    CheckedVerification,
    'not_found' | 'code_malformed' | 'too_many_attempts' | 'account_held',
    { retryAfterSeconds: number }
  >
> {
  const found = await getVerification(deps, target);
  if (!found) return fail('not_found');
  const status = challengeStatus(found.challenge);
  if (status === 'exhausted') return fail('too_many_attempts');
  if (status !== 'live') return fail('not_found');
  const { typed, owner, visitor } = target;
  const { id } = found.challenge;
  const result = await checkTypedCode(deps, { id, typed, owner, purposes: ['verification'], visitor });
  if (result.ok) return ok({ ...found, challenge: result.value.challenge, approved: true });
  // The guess that was the last one was heard; the next is one too many.
  if (result.reason === 'code_incorrect' || result.reason === 'too_many_attempts') {
    return ok({ ...found, approved: false });
  }
  if (result.reason === 'account_held' || result.reason === 'limited') {
    return fail('account_held', { retryAfterSeconds: result.retryAfterSeconds ?? 60 });
  }
  return fail(result.reason === 'code_malformed' ? 'code_malformed' : 'not_found');
}
