import { randomUUID } from 'node:crypto';
import { type Approval, createApproval, type Operation } from '@/lib/accounts/approvals';
import type { Account } from '@/lib/accounts/find-account';
import { recordEvent } from '@/lib/audit/record-event';
import type { Database } from '@/lib/db/client';
import { type Channel, isChannelOffered } from '@/lib/delivery/channel';
import { wakeOutbox } from '@/lib/delivery/outbox';
import { takeLimits } from '@/lib/limits/take-limits';
import { fail, ok, type Result } from '@/lib/result';
import { approvalContext } from './approval-context';
import type { Deps, Visitor } from './deps';
import { provedAddress } from './second-factor-ways';
import { sendOwnCode } from './send-own-code';

export interface RequestApprovalInput {
  account: Account;
  operation: Operation;
  /** Absent: SMS to a proved number, else e-mail. Never another one afterwards. */
  channel?: Channel;
  lifeSeconds: number;
  clientId: string;
  visitor: Visitor;
}

/**
 * Asks a customer for the approval of an operation. The code goes to a proved address only, by one way that is fixed
 * here, and follows from the operation itself.
 */
export async function requestApproval(
  { db }: Deps,
  input: RequestApprovalInput,
): Promise<Result<Approval, 'limited' | 'channel_not_offered', { retryAfterSeconds: number }>> {
  const { account, operation, clientId, visitor, lifeSeconds } = input;
  const channel =
    input.channel ?? (provedAddress(account, 'sms') && isChannelOffered('sms') ? 'sms' : 'email');
  const address = provedAddress(account, channel);
  if (account.status !== 'active' || !address) return fail('channel_not_offered');
  const result = await db.$transaction(async (tx) => {
    const inner = tx as Database;
    const allowed = await takeLimits(inner, [{ limit: 'approvals_per_account', subject: account.id }]);
    if (!allowed.ok) return fail('limited' as const, { retryAfterSeconds: allowed.retryAfterSeconds ?? 60 });
    const id = randomUUID();
    const sent = await sendOwnCode(
      { db: inner },
      {
        account,
        purpose: 'approval',
        channel,
        address,
        owner: { browserHash: null, clientId },
        // The message says nothing of the application's own client.
        visitor: { ...visitor, userAgent: null },
        context: approvalContext({ id, ...operation }),
      },
    );
    if (!sent.ok) return sent;
    const otpId = sent.value.challenge.id;
    const approval = await createApproval(inner, {
      ...{ id, userId: account.id, clientId, ...operation, channel, address, otpId, lifeSeconds },
    });
    await recordEvent(inner, {
      type: 'approval_requested',
      userId: account.id,
      actor: visitor.api?.keyId ? `api:${visitor.api.keyId}` : 'customer',
      otpId,
      requestId: visitor.requestId,
      data: { approval: id, kind: operation.kind, channel },
    });
    return ok(approval);
  });
  // Once more: the first call may have come before the commit.
  if (result.ok) wakeOutbox();
  return result;
}
