'use server';

import { redirect } from 'next/navigation';
import { approveOperation } from '@/lib/flows/approve-operation';
import { refuseApproval } from '@/lib/flows/refuse-approval';
import { resendApprovalCode } from '@/lib/flows/resend-approval-code';
import { action, formError, textField } from '@/lib/web/action';
import { parseCodeId } from '@/lib/web/code-id';
import { getDeps } from '@/lib/web/deps';
import { fieldError } from '@/lib/web/field-error';
import { startFlow } from '@/lib/web/flow-cookie';
import { requireSession } from '@/lib/web/session';

/** The customer's yes, by the code that was sent for exactly this. */
export const approveAction = action(async (form, { visitor }) => {
  const session = await requireSession();
  const id = parseCodeId(textField(form, 'approval'));
  if (id === null) return formError('not_found');
  const typed = textField(form, 'code');
  const result = await approveOperation(getDeps(), { id, userId: session.user.id, typed, visitor });
  // The page says what has been decided.
  if (result.ok) redirect(`/approve/${id}`);
  const { reason, attemptsLeft, retryAfterSeconds } = result;
  if (reason === 'code_malformed') return fieldError('code', reason);
  return formError(reason, { n: attemptsLeft ?? 0, seconds: retryAfterSeconds ?? 60 });
});

/** The customer's no. It needs no code. */
export const denyAction = action(async (form, { visitor }) => {
  const session = await requireSession();
  const id = parseCodeId(textField(form, 'approval'));
  if (id === null) return formError('not_found');
  const viewer = { userId: session.user.id };
  const result = await refuseApproval(getDeps(), { id, viewer, visitor });
  if (result.ok) redirect(`/approve/${id}`);
  return formError(result.reason);
});

export const resendApprovalAction = action(async (form, { visitor }) => {
  const session = await requireSession();
  const id = parseCodeId(textField(form, 'approval'));
  if (id === null) return formError('not_found');
  const result = await resendApprovalCode(getDeps(), { id, userId: session.user.id, visitor });
  if (result.ok) redirect(`/approve/${id}`);
  return formError(result.reason, { seconds: result.retryAfterSeconds ?? 60 });
});

/** To the sign-in page, and back here afterwards. */
export const signInToApproveAction = action(async (form) => {
  const id = parseCodeId(textField(form, 'approval'));
  if (id === null) return formError('not_found');
  await startFlow({ flow: 'login', returnTo: `/approve/${id}` });
  redirect('/login');
});
