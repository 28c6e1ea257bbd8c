import { type Approval, approve, isSealed, voidApproval } from '@/lib/accounts/approvals';
import { recordEvent } from '@/lib/audit/record-event';
import { grantTtlSeconds } from '@/lib/codes/purposes';
import { clientSubject } from '@/lib/limits/client-subject';
import { fail, ok, type Result } from '@/lib/result';
import type { Deps, Visitor } from './deps';

/**
 * Writes the yes of a customer who has shown that it is theirs. The row is checked against its seal after it has changed
 * too, so that nothing slips in between.
 */
export async function finishApproval(
  { db }: Deps,
  { approval, method, visitor }: { approval: Approval; method: Approval['method']; visitor: Visitor },
): Promise<Result<Approval, 'approval_ended' | 'approval_void'>> {
  const approved = await approve(db, approval, { method, receiptSeconds: grantTtlSeconds });
  if (!approved) return fail('approval_ended');
  if (!isSealed(approved)) {
    await voidApproval(db, approved.id);
    return fail('approval_void');
  }
  await recordEvent(db, {
    type: 'approval_granted',
    userId: approved.userId,
    otpId: approved.otpId,
    requestId: visitor.requestId,
    client: clientSubject(visitor.clientAddress),
    data: {
      approval: approved.id,
      kind: approved.kind,
      channel: approved.channel,
      ...(method && { way: method }),
    },
  });
  return ok(approved);
}
