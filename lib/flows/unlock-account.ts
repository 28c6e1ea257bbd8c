import { recordEvent } from '@/lib/audit/record-event';
import { readUnlockToken } from '@/lib/config/unlock-token';
import type { Database } from '@/lib/db/client';
import { spendProof } from '@/lib/guard/spend-proof';
import { clientSubject } from '@/lib/limits/client-subject';
import { clearEveryFailure } from '@/lib/limits/holds';
import { fail, ok, type Result } from '@/lib/result';
import type { Deps, Visitor } from './deps';

/**
 * The way back after too many failures, for an owner without a known device: the link in the notice to a proved address.
 * It forgets failures and does nothing else.
 */
export async function unlockAccount(
  { db }: Deps,
  input: { token: string; visitor: Visitor },
): Promise<Result<{ userId: string }, 'link_used'>> {
  const claim = readUnlockToken(input.token);
  if (!claim) return fail('link_used');
  return db.$transaction(async (tx) => {
    const inner = tx as Database;
    if (!(await spendProof(inner, input.token, claim.until))) return fail('link_used');
    await clearEveryFailure(inner, claim.userId);
    await recordEvent(inner, {
      type: 'account_unlocked',
      userId: claim.userId,
      requestId: input.visitor.requestId,
      client: clientSubject(input.visitor.clientAddress),
    });
    return ok({ userId: claim.userId });
  });
}
