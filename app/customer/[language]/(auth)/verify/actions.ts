'use server';

import { redirect } from 'next/navigation';
import type { VerifyFailure } from '@/lib/codes/verify-code';
import { checkTypedCode } from '@/lib/flows/check-typed-code';
import { resendCode } from '@/lib/flows/resend-code';
import { action, type FormAnswer, formError, textField } from '@/lib/web/action';
import { continueFlow } from '@/lib/web/continue-flow';
import { getDeps } from '@/lib/web/deps';
import { fieldError } from '@/lib/web/field-error';
import { flowPurpose, flowStart, ownerOf, readFlow } from '@/lib/web/flow-cookie';
import { signInWithCode } from '@/lib/web/sign-in-with-code';

/** Checks a typed code and leads on to what it was asked for. A malformed one costs no guess. */
export const verifyAction = action(async (form, { visitor }) => {
  const flow = await readFlow();
  if (!flow?.challengeId || flow.flow === 'check') redirect(flowStart(flow));
  if (textField(form, 'challenge') !== flow.challengeId) return formError('flow_restarted');
  const { challengeId } = flow;
  const typed = textField(form, 'code');
  if (flow.flow === 'login') {
    const result = await signInWithCode({ ...flow, challengeId }, typed, visitor);
    return result.ok ? result.value : refuse(result);
  }
  const result = await checkTypedCode(getDeps(), {
    id: challengeId,
    typed,
    owner: ownerOf(flow),
    purposes: [flowPurpose(flow)],
    visitor,
  });
  return result.ok ? continueFlow(flow, result.value.grant) : refuse(result);
});

function refuse(failure: {
  reason: VerifyFailure | 'limited' | 'code_malformed';
  attemptsLeft?: number;
  retryAfterSeconds?: number;
}): FormAnswer {
  const { reason, attemptsLeft = 0, retryAfterSeconds = 60 } = failure;
  if (reason === 'code_malformed') return fieldError('code', 'code_malformed');
  if (reason === 'code_incorrect')
    return fieldError('code', 'code_incorrect', undefined, { n: attemptsLeft });
  const waits = reason === 'account_held' || reason === 'limited';
  return {
    ...formError(reason, { seconds: retryAfterSeconds }),
    ended: !waits,
    mustRestart: !waits && reason !== 'code_expired',
  };
}

/** Sends a new code for the same request; the old one is dead. */
export const resendAction = action(async (form, { visitor }) => {
  const flow = await readFlow();
  if (!flow?.challengeId) redirect(flowStart(flow));
  if (textField(form, 'challenge') !== flow.challengeId) return formError('flow_restarted');
  const result = await resendCode(getDeps(), { id: flow.challengeId, owner: ownerOf(flow), visitor });
  // The page itself shows the new count-down and a field that works again.
  if (result.ok) redirect('/verify');
  return formError(result.reason, { seconds: result.retryAfterSeconds ?? 60 });
});
