import { type Approval, isSealed, getApproval as readApproval, voidApproval } from '@/lib/accounts/approvals';
import { cancelChallenge } from '@/lib/codes/cancel-challenge';
import { getChallenge } from '@/lib/codes/get-challenge';
import { fail, ok, type Result } from '@/lib/result';
import { isContextOf } from './approval-context';
import type { Deps } from './deps';

/** Who looks: the application that asked, or the customer who was asked. To everybody else it is not there. */
export type ApprovalViewer = { clientId: string } | { userId: string };

/** `expired`: nobody decided in time, or nobody used the receipt in time. */
export type ApprovalStatus = Approval['state'] | 'expired';

/**
 * An approval whose row, and whose code's row, say what they said when they were written. One that does not is void from
 * then on, and its code dead.
 */
export async function getApproval(
  { db }: Deps,
  id: string,
  viewer: ApprovalViewer,
): Promise<Approval | null> {
  const approval = await readApproval(db, id);
  if (!approval) return null;
  const isTheirs =
    'clientId' in viewer ? approval.clientId === viewer.clientId : approval.userId === viewer.userId;
  if (!isTheirs) return null;
  if (approval.state === 'void') return approval;
  const owner = { browserHash: null, clientId: approval.clientId };
  const challenge = await getChallenge(db, approval.otpId, owner);
  // A purged challenge says nothing any more; the seal still does.
  const isBound =
    !challenge ||
    (isContextOf(challenge.context, approval) &&
      challenge.userId === approval.userId &&
      challenge.address === approval.address &&
      challenge.channel === approval.channel);
  if (isSealed(approval) && isBound) return approval;
  await voidApproval(db, id);
  await cancelChallenge(db, approval.otpId, owner);
  return { ...approval, state: 'void' };
}

export function approvalStatus({ state, now, expiresAt, receiptExpiresAt }: Approval): ApprovalStatus {
  if (state === 'pending' && expiresAt <= now) return 'expired';
  if (state === 'approved' && receiptExpiresAt !== null && receiptExpiresAt <= now) return 'expired';
  return state;
}

export type ApprovalRefusal = 'not_found' | 'approval_ended' | 'approval_void';

/** An approval that this customer can still decide on. */
export async function getOpenApproval(
  deps: Deps,
  { id, userId }: { id: string; userId: string },
): Promise<Result<Approval, ApprovalRefusal>> {
  const approval = await getApproval(deps, id, { userId });
  if (!approval) return fail('not_found');
  if (approval.state === 'void') return fail('approval_void');
  return approvalStatus(approval) === 'pending' ? ok(approval) : fail('approval_ended');
}
