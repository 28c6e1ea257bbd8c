'use server';

import { redirect } from 'next/navigation';
import { askPasskey } from '@/lib/flows/ask-passkey';
import { confirmIdentity } from '@/lib/flows/confirm-identity';
import { action, formError, textField } from '@/lib/web/action';
import { getDeps } from '@/lib/web/deps';
import { factorFailure } from '@/lib/web/factor-failure';
import { clearFlow, ownerOf, readFlow, startFlow } from '@/lib/web/flow-cookie';
import { requireAccount } from '@/lib/web/fresh-session';
import { readPasskeyAnswer } from '@/lib/web/read-passkey';
import { accountPath } from '@/lib/web/safe-path';
import { requireSession } from '@/lib/web/session';
import { setSessionCookie } from '@/lib/web/set-session-cookie';

export const askCheckPasskeyAction = action(async (_form, { visitor }) => {
  const session = await requireSession('while_setting_up');
  const former = await readFlow();
  const flow = former?.flow === 'check' ? former : await startFlow({ flow: 'check' });
  const use = { use: 'check', userId: session.user.id, sessionId: session.id } as const;
  const asked = await askPasskey(getDeps(), { for: use, owner: ownerOf(flow), visitor });
  if (!asked.ok) return formError(asked.reason, { seconds: asked.retryAfterSeconds ?? 60 });
  return { passkeyOptions: JSON.stringify(asked.value) };
});

export const confirmByPasskeyAction = action(async (form, { visitor }) => {
  const session = await requireSession('while_setting_up');
  const account = await requireAccount(session);
  const flow = await readFlow();
  const passkey = readPasskeyAnswer(form);
  if (!flow || !passkey) return formError('passkey_refused');
  const input = { account, sessionId: session.id, evidence: { passkey }, owner: ownerOf(flow), visitor };
  const done = await confirmIdentity(getDeps(), input);
  if (!done.ok) return factorFailure(done);
  await setSessionCookie(done.value.token);
  if (flow.flow === 'check') await clearFlow();
  redirect(accountPath(textField(form, 'next')));
});
