'use server';

import { redirect } from 'next/navigation';
import { isCheckedWay } from '@/lib/flows/check-factor';
import { checkTypedCode } from '@/lib/flows/check-typed-code';
import { confirmIdentity, type Evidence } from '@/lib/flows/confirm-identity';
import { resendCode } from '@/lib/flows/resend-code';
import { isChannelWay, type SecondFactorWay } from '@/lib/flows/second-factor-ways';
import { sendCheckCode } from '@/lib/flows/send-check-code';
import { action, formError, textField } from '@/lib/web/action';
import { getDeps } from '@/lib/web/deps';
import { factorFailure } from '@/lib/web/factor-failure';
import { fieldError } from '@/lib/web/field-error';
import { clearFlow, ownerOf, readFlow, startFlow, writeFlow } from '@/lib/web/flow-cookie';
import { requireAccount } from '@/lib/web/fresh-session';
import { readFactorCode } from '@/lib/web/read-factor-code';
import { accountPath } from '@/lib/web/safe-path';
import { requireSession } from '@/lib/web/session';
import { setSessionCookie } from '@/lib/web/set-session-cookie';

/** Checks a factor of somebody who is signed in, and lets their session count as fresh. */
export const confirmAction = action(async (form, { visitor }) => {
  const session = await requireSession('while_setting_up');
  const account = await requireAccount(session);
  const way = textField(form, 'way') as SecondFactorWay;
  const typed = readFactorCode(way, textField(form, 'code'));
  if (!typed.ok) return fieldError('code', typed.reason);
  const flow = (await readFlow()) ?? (await startFlow({ flow: 'check' }));
  const owner = ownerOf(flow);
  let evidence: Evidence;
  if (isChannelWay(way)) {
    if (flow.flow !== 'check' || flow.challengeId !== textField(form, 'challenge'))
      return formError('flow_restarted');
    const code = {
      id: flow.challengeId,
      typed: typed.value,
      owner,
      purposes: ['verification'] as const,
      visitor,
    };
    const verified = await checkTypedCode(getDeps(), code);
    if (!verified.ok) return factorFailure(verified);
    evidence = { codeGrant: verified.value.grant };
  } else {
    if (!isCheckedWay(way)) return formError('way_closed');
    evidence = { way, typed: typed.value };
  }
  const done = await confirmIdentity(getDeps(), { account, sessionId: session.id, evidence, owner, visitor });
  if (!done.ok) return factorFailure(done);
  await setSessionCookie(done.value.token);
  if (flow.flow === 'check') await clearFlow();
  redirect(accountPath(textField(form, 'next')));
});

/** Sends a code to a proved address of the account, or sends it again. */
export const sendCheckCodeAction = action(async (form, { visitor }) => {
  const session = await requireSession('while_setting_up');
  const account = await requireAccount(session);
  const way = textField(form, 'way') as SecondFactorWay;
  if (!isChannelWay(way)) return formError('way_closed');
  const former = await readFlow();
  const flow = former?.flow === 'check' ? former : await startFlow({ flow: 'check' });
  const owner = ownerOf(flow);
  const here = `/account/confirm?use=${way}&next=${encodeURIComponent(accountPath(textField(form, 'next')))}`;
  if (flow.challengeId && flow.channel === way) {
    const again = await resendCode(getDeps(), { id: flow.challengeId, owner, visitor });
    if (again.ok) redirect(here);
    if (again.reason === 'too_soon' || again.reason === 'limited') {
      return formError(again.reason, { seconds: again.retryAfterSeconds ?? 60 });
    }
  }
  const request = {
    account,
    sessionId: session.id,
    channel: way,
    owner,
    visitor,
    replaces: flow.challengeId,
  };
  const sent = await sendCheckCode(getDeps(), request);
  if (!sent.ok)
    return formError(sent.reason, {
      seconds: 'retryAfterSeconds' in sent ? (sent.retryAfterSeconds ?? 60) : 60,
    });
  await writeFlow({
    ...flow,
    challengeId: sent.value.challenge.id,
    maskedTo: sent.value.maskedTo,
    channel: way,
  });
  redirect(here);
});
