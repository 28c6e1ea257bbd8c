import type { ChallengeOwner } from '@/lib/codes/challenge';
import { findNewestChallengeId } from '@/lib/codes/find-newest-challenge';
import type { Verified, VerifyExtra } from '@/lib/codes/verify-code';
import { fail, type Result } from '@/lib/result';
import { checkTypedCode } from './check-typed-code';
import type { Deps, Visitor } from './deps';

export type CompatFailure =
  | 'code_incorrect'
  | 'code_malformed'
  | 'code_expired'
  | 'too_many_attempts'
  | 'account_held'
  | 'limited';

/**
 * Checks the code of an address by its latest challenge. Its state is nobody's business who has not the code: used,
 * expired and never asked for are one answer.
 */
export async function verifyCompatCode(
  deps: Deps,
  input: { address: string; typed: string; owner: ChallengeOwner; visitor: Visitor },
): Promise<Result<Verified, CompatFailure, VerifyExtra>> {
  const { address, typed, owner, visitor } = input;
  const id = await findNewestChallengeId(deps.db, address, 'compat', owner);
  if (id === null) return fail('code_expired');
  const result = await checkTypedCode(deps, { id, typed, owner, purposes: ['compat'], visitor });
  if (result.ok) return result;
  const { reason, ...extra } = result;
  return reason === 'code_used' || reason === 'not_found'
    ? fail('code_expired')
    : { ...extra, ok: false, reason };
}
