'use server';

import { redirect } from 'next/navigation';
import { approveByPasskey, askApprovalPasskey } from '@/lib/flows/approve-by-passkey';
import { action, formError, textField } from '@/lib/web/action';
import { parseCodeId } from '@/lib/web/code-id';
import { getDeps } from '@/lib/web/deps';
import { ownerOf, readFlow, startFlow } from '@/lib/web/flow-cookie';
import { readPasskeyAnswer } from '@/lib/web/read-passkey';
import { requireSession } from '@/lib/web/session';

export const askApprovalPasskeyAction = action(async (form, { visitor }) => {
  const session = await requireSession();
  const id = parseCodeId(textField(form, 'approval'));
  if (id === null) return formError('not_found');
  const flow = (await readFlow()) ?? (await startFlow({ flow: 'check' }));
  const who = { id, userId: session.user.id, sessionId: session.id, owner: ownerOf(flow), visitor };
  const asked = await askApprovalPasskey(getDeps(), who);
  if (!asked.ok) return formError(asked.reason, { seconds: asked.retryAfterSeconds ?? 60 });
  return { passkeyOptions: JSON.stringify(asked.value) };
});

/** The customer's yes, by a passkey that has signed exactly this. */
export const approveByPasskeyAction = action(async (form, { visitor }) => {
  const session = await requireSession();
  const id = parseCodeId(textField(form, 'approval'));
  if (id === null) return formError('not_found');
  const flow = await readFlow();
  const response = readPasskeyAnswer(form);
  if (!flow || !response) return formError('passkey_refused');
  const who = { id, userId: session.user.id, sessionId: session.id, owner: ownerOf(flow), visitor };
  const result = await approveByPasskey(getDeps(), { ...who, response });
  // The page says what has been decided.
  if (result.ok) redirect(`/approve/${id}`);
  return formError(result.reason, { seconds: result.retryAfterSeconds ?? 60 });
});
