import { type Approval, refuseApproval as refuse } from '@/lib/accounts/approvals';
import { recordEvent } from '@/lib/audit/record-event';
import { cancelChallenge } from '@/lib/codes/cancel-challenge';
import { clientSubject } from '@/lib/limits/client-subject';
import { fail, ok, type Result } from '@/lib/result';
import { actorOf, type Deps, type Visitor } from './deps';
import { type ApprovalViewer, getApproval } from './get-approval';

/** The customer's no, or the application's "never mind". The code is dead with it. */
export async function refuseApproval(
  deps: Deps,
  input: { id: string; viewer: ApprovalViewer; visitor: Visitor },
): Promise<Result<Approval, 'not_found' | 'approval_ended'>> {
  const { viewer, visitor } = input;
  const approval = await getApproval(deps, input.id, viewer);
  if (!approval) return fail('not_found');
  const state = 'userId' in viewer ? 'denied' : 'canceled';
  const refused = await refuse(deps.db, approval.id, state);
  if (!refused) return fail('approval_ended');
  await cancelChallenge(deps.db, refused.otpId, { browserHash: null, clientId: refused.clientId });
  await recordEvent(deps.db, {
    type: 'approval_denied',
    userId: refused.userId,
    actor: actorOf(visitor),
    otpId: refused.otpId,
    requestId: visitor.requestId,
    client: clientSubject(visitor.clientAddress),
    data: { approval: refused.id, kind: refused.kind, by: state === 'denied' ? 'customer' : 'application' },
  });
  return ok(refused);
}
