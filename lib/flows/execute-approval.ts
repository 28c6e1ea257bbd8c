import { readReceipt } from '@/lib/accounts/approval-receipts';
import {
  type Approval,
  isSealed,
  executeApproval as markExecuted,
  voidApproval,
} from '@/lib/accounts/approvals';
import { recordEvent } from '@/lib/audit/record-event';
import { fail, ok, type Result } from '@/lib/result';
import { actorOf, type Deps, type Visitor } from './deps';
import { getApproval } from './get-approval';

/** Uses a receipt up: whoever gets the answer may carry the operation out, and nobody else ever does. */
export async function executeApproval(
  deps: Deps,
  input: { id: string; receipt: string; clientId: string; visitor: Visitor },
): Promise<Result<Approval, 'not_found' | 'receipt_invalid' | 'approval_executed' | 'approval_void'>> {
  const { id, clientId, visitor } = input;
  const approval = await getApproval(deps, id, { clientId });
  if (!approval) return fail('not_found');
  if (approval.state === 'void') return fail('approval_void');
  const read = await readReceipt(input.receipt, clientId);
  if (read?.approvalId !== id || read.receiptId !== approval.receiptId) return fail('receipt_invalid');
  const executed = await markExecuted(deps.db, { id, receiptId: read.receiptId });
  if (!executed) {
    const after = await getApproval(deps, id, { clientId });
    return fail(after?.state === 'executed' ? 'approval_executed' : 'receipt_invalid');
  }
  if (!isSealed(executed)) {
    await voidApproval(deps.db, id);
    return fail('approval_void');
  }
  await recordEvent(deps.db, {
    type: 'approval_executed',
    userId: executed.userId,
    actor: actorOf(visitor),
    otpId: executed.otpId,
    requestId: visitor.requestId,
    data: { approval: id, kind: executed.kind },
  });
  return ok(executed);
}
