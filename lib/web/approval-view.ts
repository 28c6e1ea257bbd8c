import { signReceipt } from '@/lib/accounts/approval-receipts';
import type { Approval } from '@/lib/accounts/approvals';
import { maskAddress } from '@/lib/accounts/mask-address';
import { getSettings } from '@/lib/config/settings';
import { approvalStatus } from '@/lib/flows/get-approval';
import type { ApprovalView } from '@/lib/schemas/api/approvals';

/** An approval as the application that asked for it sees it. */
export async function renderApprovalView(approval: Approval): Promise<ApprovalView> {
  const { id, kind, amount, currency, payee, text, reference, channel } = approval;
  const status = approvalStatus(approval);
  return {
    id,
    status,
    customer_id: approval.userId,
    ...{ kind, amount, currency, payee, text, reference, channel },
    to: maskAddress(channel, approval.address),
    url: new URL(`/approve/${id}`, getSettings().appUrl).href,
    created_at: approval.createdAt.toISOString(),
    expires_at: approval.expiresAt.toISOString(),
    decided_at: approval.decidedAt?.toISOString() ?? null,
    executed_at: approval.executedAt?.toISOString() ?? null,
    receipt: status === 'approved' ? signReceipt(approval) : null,
  };
}
