'use server';

import { redirect } from 'next/navigation';
import { parseIdentifier } from '@/lib/accounts/parse-identifier';
import { requestCode } from '@/lib/flows/request-code';
import { signInByPassword } from '@/lib/flows/sign-in';
import { action, formError, textField } from '@/lib/web/action';
import { getDeps } from '@/lib/web/deps';
import { fieldError } from '@/lib/web/field-error';
import { ownerOf, readFlow, startFlow, writeFlow } from '@/lib/web/flow-cookie';
import { requireProof } from '@/lib/web/require-proof';
import { signInWithGrant } from '@/lib/web/sign-in-with-grant';

/** Signs in by password, or sends a code to the address that was typed. */
export const signInAction = action(async (form, { visitor }) => {
  const typed = textField(form, 'identifier');
  const identifier = parseIdentifier(typed);
  if (identifier.kind === 'invalid') return fieldError('identifier', identifier.reason, typed);
  const former = await readFlow();
  const returnTo = former?.flow === 'login' ? former.returnTo : undefined;

  if (textField(form, 'method') === 'code') {
    const work = await requireProof(form, visitor, identifier.address);
    if (work) return { ...work, values: { identifier: typed.slice(0, 300) } };
    const flow = await startFlow({ flow: 'login', identifier, returnTo });
    const requested = await requestCode(getDeps(), {
      purpose: 'login',
      identifier,
      owner: ownerOf(flow),
      visitor,
      replaces: former?.challengeId,
    });
    if (!requested.ok) return formError(requested.reason, { seconds: requested.retryAfterSeconds ?? 60 });
    const { challenge, maskedTo } = requested.value;
    await writeFlow({ ...flow, challengeId: challenge.id, maskedTo });
    redirect('/verify');
  }

  const password = textField(form, 'password');
  if (password === '') return fieldError('password', 'password_required', undefined);
  const flow = await startFlow({ flow: 'login', identifier, returnTo });
  const result = await signInByPassword(getDeps(), { identifier, password, owner: ownerOf(flow), visitor });
  if (!result.ok) {
    const answer = formError(result.reason === 'wrong' ? 'sign_in_failed' : 'limited', {
      seconds: result.retryAfterSeconds ?? 60,
    });
    return { ...answer, values: { identifier: typed.slice(0, 300) } };
  }
  return signInWithGrant(flow, result.value.grant);
});
