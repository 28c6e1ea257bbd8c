'use server';

import { redirect } from 'next/navigation';
import { checkTypedCode } from '@/lib/flows/check-typed-code';
import { resendCode } from '@/lib/flows/resend-code';
import { action, formError, textField } from '@/lib/web/action';
import { continueFlow } from '@/lib/web/continue-flow';
import { getDeps } from '@/lib/web/deps';
import { fieldError } from '@/lib/web/field-error';
import { flowPurpose, flowStart, ownerOf, readFlow } from '@/lib/web/flow-cookie';

/** Checks a typed code and leads on to what it was asked for. A malformed one costs no guess. */
export const verifyAction = action(async (form, { visitor }) => {
  const flow = await readFlow();
  if (!flow?.challengeId || flow.flow === 'check') redirect(flowStart(flow));
  if (textField(form, 'challenge') !== flow.challengeId) return formError('flow_restarted');
  const purpose = flowPurpose(flow);
  const result = await checkTypedCode(getDeps(), {
    id: flow.challengeId,
    typed: textField(form, 'code'),
    owner: ownerOf(flow),
    purposes: [purpose],
    visitor,
  });
  if (result.ok) return continueFlow(flow, result.value.grant);
  if (result.reason === 'code_malformed') return fieldError('code', 'code_malformed');
  if (result.reason === 'code_incorrect') {
    return fieldError('code', 'code_incorrect', undefined, { n: result.attemptsLeft ?? 0 });
  }
  const waits = result.reason === 'account_held' || result.reason === 'limited';
  return {
    ...formError(result.reason, { seconds: result.retryAfterSeconds ?? 60 }),
    ended: !waits,
    mustRestart: !waits && result.reason !== 'code_expired',
  };
});

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
