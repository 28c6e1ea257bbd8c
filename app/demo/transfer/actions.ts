'use server';

import { notFound, redirect } from 'next/navigation';
import { signReceipt } from '@/lib/accounts/approval-receipts';
import { executeApproval } from '@/lib/flows/execute-approval';
import { getApproval } from '@/lib/flows/get-approval';
import { demoClientId } from '@/lib/flows/get-approval-page';
import { requestApproval } from '@/lib/flows/request-approval';
import { requestApprovalSchema } from '@/lib/schemas/api/approvals';
import { action, formError, textField } from '@/lib/web/action';
import { parseCodeId } from '@/lib/web/code-id';
import { isDemoMode } from '@/lib/web/demo-mode';
import { getDeps } from '@/lib/web/deps';
import { requireAccount } from '@/lib/web/fresh-session';
import { fieldErrors } from '@/lib/web/route';
import { requireSession } from '@/lib/web/session';

/** What a shop would do with POST /api/v1/approvals. */
export const transferAction = action(async (form, { visitor }) => {
  if (!isDemoMode()) notFound();
  const account = await requireAccount(await requireSession());
  const values = Object.fromEntries(
    ['amount', 'currency', 'payee', 'text'].map((name) => [name, textField(form, name)]),
  );
  const parsed = requestApprovalSchema.safeParse({
    ...{ customer: account.id, kind: 'Transfer', ...values, text: values.text || undefined },
  });
  if (!parsed.success) return { fieldErrors: fieldErrors(parsed.error), values };
  const { kind, amount, currency, payee, text = '' } = parsed.data;
  const result = await requestApproval(getDeps(), {
    account,
    operation: { kind, amount, currency, payee, text, reference: null },
    lifeSeconds: 600,
    clientId: demoClientId,
    visitor,
  });
  if (!result.ok) return formError(result.reason, { seconds: result.retryAfterSeconds ?? 60 });
  redirect(`/approve/${result.value.id}`);
});

/** What the shop would do with the receipt. */
export const executeAction = action(async (form, { visitor }) => {
  if (!isDemoMode()) notFound();
  const { user } = await requireSession();
  const id = parseCodeId(textField(form, 'approval'));
  const approval = id ? await getApproval(getDeps(), id, { userId: user.id }) : null;
  if (approval?.state !== 'approved' || approval.clientId !== demoClientId)
    return formError('approval_ended');
  const receipt = signReceipt(approval);
  const done = await executeApproval(getDeps(), {
    ...{ id: approval.id, receipt, clientId: demoClientId, visitor },
  });
  if (!done.ok) return formError('approval_ended');
  redirect(`/demo/transfer?approval=${approval.id}`);
});
