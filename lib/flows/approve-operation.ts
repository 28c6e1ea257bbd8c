import { type Approval, approve, isSealed, voidApproval } from '@/lib/accounts/approvals';
import { recordEvent } from '@/lib/audit/record-event';
import { consumeGrant } from '@/lib/codes/grants';
import { grantTtlSeconds } from '@/lib/codes/purposes';
import type { VerifyExtra, VerifyFailure } from '@/lib/codes/verify-code';
import { clientSubject } from '@/lib/limits/client-subject';
import { fail, ok, type Result } from '@/lib/result';
import { checkTypedCode } from './check-typed-code';
import type { Deps, Visitor } from './deps';
import { approvalStatus, getApproval } from './get-approval';

export type ApprovalRefusal = 'not_found' | 'approval_ended' | 'approval_void';

/**
 * The customer's yes: they are signed in, and typed the code that was sent for exactly this operation. What is stored is
 * checked against its seal before the code is and after the row has changed, so that nothing slips in between.
 */
export async function approveOperation(
  deps: Deps,
  input: { id: string; userId: string; typed: string; visitor: Visitor },
): Promise<Result<Approval, ApprovalRefusal | VerifyFailure | 'limited' | 'code_malformed', VerifyExtra>> {
  const { db } = deps;
  const { userId, typed, visitor } = input;
  const approval = await getApproval(deps, input.id, { userId });
  if (!approval) return fail('not_found');
  if (approval.state === 'void') return fail('approval_void');
  if (approvalStatus(approval) !== 'pending') return fail('approval_ended');
  const owner = { browserHash: null, clientId: approval.clientId };
  const checked = await checkTypedCode(deps, {
    ...{ id: approval.otpId, typed, owner, purposes: ['approval'] as const, visitor },
  });
  if (!checked.ok) return checked;
  const grant = await consumeGrant(db, checked.value.grant, 'approval', owner);
  const approved = grant ? await approve(db, approval, grantTtlSeconds) : null;
  if (!approved) return fail('approval_ended');
  if (!isSealed(approved)) {
    await voidApproval(db, approved.id);
    return fail('approval_void');
  }
  await recordEvent(db, {
    type: 'approval_granted',
    userId,
    otpId: approved.otpId,
    requestId: visitor.requestId,
    client: clientSubject(visitor.clientAddress),
    data: { approval: approved.id, kind: approved.kind, channel: approved.channel },
  });
  return ok(approved);
}
