import type { Approval } from '@/lib/accounts/approvals';
import { consumeGrant } from '@/lib/codes/grants';
import { setChallengeSubject } from '@/lib/codes/set-challenge-subject';
import type { VerifyExtra, VerifyFailure } from '@/lib/codes/verify-code';
import { fail, type Result } from '@/lib/result';
import { checkTypedCode } from './check-typed-code';
import { chooseHoldSubject } from './choose-hold-subject';
import type { Deps, Visitor } from './deps';
import { finishApproval } from './finish-approval';
import { type ApprovalRefusal, getOpenApproval } from './get-approval';

/**
 * The customer's yes: they are signed in, and typed the code that was sent for exactly this operation. What is stored is
 * checked against its seal before the code is.
 */
export async function approveOperation(
  deps: Deps,
  input: { id: string; userId: string; typed: string; visitor: Visitor },
): Promise<Result<Approval, ApprovalRefusal | VerifyFailure | 'limited' | 'code_malformed', VerifyExtra>> {
  const { typed, visitor } = input;
  const open = await getOpenApproval(deps, input);
  if (!open.ok) return open;
  const approval = open.value;
  const owner = { browserHash: null, clientId: approval.clientId };
  // An application asked for the code, but who guesses is whoever signed in here: they have the count of the pages.
  const account = { userId: input.userId, address: approval.address };
  const subject = await chooseHoldSubject(deps.db, account, visitor);
  await setChallengeSubject(deps.db, approval.otpId, subject);
  const checked = await checkTypedCode(deps, {
    ...{ id: approval.otpId, typed, owner, purposes: ['approval'] as const, visitor },
  });
  if (!checked.ok) return checked;
  const grant = await consumeGrant(deps.db, checked.value.grant, 'approval', owner);
  return grant ? finishApproval(deps, { approval, method: null, visitor }) : fail('approval_ended');
}
