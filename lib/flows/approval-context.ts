import type { Operation } from '@/lib/accounts/approvals';
import { canonicalText } from '@/lib/codes/canonical-text';

/** What the code of an approval is derived from, and what its message says. */
export function approvalContext({ id, kind, amount, currency, payee, text }: Operation & { id: string }) {
  return { approvalId: id, kind, amount: `${amount} ${currency}`, payee, text };
}

/** Whether a challenge's context is the one of this operation, to the letter. */
export function isContextOf(context: unknown, operation: Operation & { id: string }): boolean {
  return canonicalText(context) === canonicalText(approvalContext(operation));
}
