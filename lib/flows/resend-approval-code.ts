import type { ResendFailure } from '@/lib/codes/resend-code';
import { fail, ok, type Result } from '@/lib/result';
import type { Deps, Visitor } from './deps';
import { approvalStatus, getApproval } from './get-approval';
import { resendCode } from './resend-code';

/** A new code for the same operation, by the same way. There is no other: nobody can talk it down to a weaker one. */
export async function resendApprovalCode(
  deps: Deps,
  input: { id: string; userId: string; visitor: Visitor },
): Promise<Result<null, ResendFailure | 'limited' | 'approval_ended', { retryAfterSeconds: number }>> {
  const approval = await getApproval(deps, input.id, { userId: input.userId });
  if (!approval) return fail('not_found');
  if (approvalStatus(approval) !== 'pending') return fail('approval_ended');
  const owner = { browserHash: null, clientId: approval.clientId };
  const sent = await resendCode(deps, { id: approval.otpId, owner, visitor: input.visitor });
  return sent.ok ? ok(null) : sent;
}
