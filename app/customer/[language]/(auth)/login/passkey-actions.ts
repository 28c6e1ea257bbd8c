'use server';

import { askPasskey } from '@/lib/flows/ask-passkey';
import { signInByPasskey } from '@/lib/flows/sign-in-by-passkey';
import { action, formError } from '@/lib/web/action';
import { getDeps } from '@/lib/web/deps';
import { ownerOf, readFlow, startFlow } from '@/lib/web/flow-cookie';
import { readPasskeyAnswer } from '@/lib/web/read-passkey';
import { signInWithGrant } from '@/lib/web/sign-in-with-grant';

/** Names nobody: the device shows the passkeys that it has for this site. */
export const askSignInPasskeyAction = action(async (_form, { visitor }) => {
  const former = await readFlow();
  const flow = await startFlow({
    flow: 'login',
    returnTo: former?.flow === 'login' ? former.returnTo : undefined,
  });
  const asked = await askPasskey(getDeps(), { for: { use: 'sign_in' }, owner: ownerOf(flow), visitor });
  if (!asked.ok) return formError(asked.reason, { seconds: asked.retryAfterSeconds ?? 60 });
  return { passkeyOptions: JSON.stringify(asked.value) };
});

export const signInByPasskeyAction = action(async (form, { visitor }) => {
  const flow = await readFlow();
  const response = readPasskeyAnswer(form);
  if (!flow || !response) return formError('passkey_refused');
  const signedIn = await signInByPasskey(getDeps(), { response, owner: ownerOf(flow), visitor });
  if (!signedIn.ok) return formError(signedIn.reason, { seconds: signedIn.retryAfterSeconds ?? 60 });
  return signInWithGrant(flow, signedIn.value.grant);
});
