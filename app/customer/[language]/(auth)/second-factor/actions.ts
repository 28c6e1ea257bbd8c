'use server';

import { redirect } from 'next/navigation';
import { isCheckedWay } from '@/lib/flows/check-factor';
import { checkTypedCode } from '@/lib/flows/check-typed-code';
import { passSecondFactor } from '@/lib/flows/pass-second-factor';
import { passSecondFactorByCode } from '@/lib/flows/pass-second-factor-by-code';
import { requestSecondFactorCode } from '@/lib/flows/request-second-factor-code';
import { resendCode } from '@/lib/flows/resend-code';
import { isChannelWay, type SecondFactorWay } from '@/lib/flows/second-factor-ways';
import { action, formError, textField } from '@/lib/web/action';
import { getDeps } from '@/lib/web/deps';
import { factorFailure } from '@/lib/web/factor-failure';
import { fieldError } from '@/lib/web/field-error';
import { ownerOf, readFlow, writeFlow } from '@/lib/web/flow-cookie';
import { readFactorCode } from '@/lib/web/read-factor-code';
import { signInTrusting } from '@/lib/web/sign-in-trusting';
import { signInWithGrant } from '@/lib/web/sign-in-with-grant';

/** Checks the second factor. Only with it does the grant of the first one become a session. */
export const passSecondFactorAction = action(async (form, { visitor }) => {
  const flow = await readFlow();
  if (flow?.flow !== 'second_factor' || !flow.grant) redirect('/login');
  const way = textField(form, 'way') as SecondFactorWay;
  const typed = readFactorCode(way, textField(form, 'code'));
  if (!typed.ok) return fieldError('code', typed.reason);
  const owner = ownerOf(flow);
  if (isChannelWay(way)) {
    if (!flow.challengeId) redirect('/second-factor');
    if (textField(form, 'challenge') !== flow.challengeId) return formError('flow_restarted');
    const result = await checkTypedCode(getDeps(), {
      id: flow.challengeId,
      typed: typed.value,
      owner,
      purposes: ['second_factor'],
      visitor,
    });
    if (!result.ok) return factorFailure(result);
    const passed = await passSecondFactorByCode(getDeps(), {
      grant: flow.grant,
      codeGrant: result.value.grant,
      owner,
      visitor,
    });
    return passed.ok ? signInTrusting(form, flow, passed.value, visitor) : factorFailure(passed);
  }
  if (!isCheckedWay(way)) return formError('way_closed');
  const passed = await passSecondFactor(getDeps(), {
    grant: flow.grant,
    way,
    typed: typed.value,
    owner,
    visitor,
  });
  // A backup code is for the day when the factor is lost, and the password is the weaker half: neither earns trust.
  if (passed.ok && way !== 'totp') return signInWithGrant(flow, passed.value.grant);
  return passed.ok ? signInTrusting(form, flow, passed.value, visitor) : factorFailure(passed);
});

/** Sends a code by the way that was chosen, or sends it again. */
export const sendFactorCodeAction = action(async (form, { visitor }) => {
  const flow = await readFlow();
  if (flow?.flow !== 'second_factor' || !flow.grant) redirect('/login');
  const way = textField(form, 'way') as SecondFactorWay;
  if (!isChannelWay(way)) return formError('way_closed');
  const owner = ownerOf(flow);
  const here = `/second-factor?use=${way}`;
  if (flow.challengeId && flow.channel === way) {
    const again = await resendCode(getDeps(), { id: flow.challengeId, owner, visitor });
    if (again.ok) redirect(here);
    if (again.reason === 'too_soon' || again.reason === 'limited') {
      return formError(again.reason, { seconds: again.retryAfterSeconds ?? 60 });
    }
  }
  const sent = await requestSecondFactorCode(getDeps(), {
    grant: flow.grant,
    channel: way,
    owner,
    visitor,
    replaces: flow.challengeId,
  });
  if (!sent.ok) return formError(sent.reason, { seconds: sent.retryAfterSeconds ?? 60 });
  const { challenge, maskedTo } = sent.value;
  await writeFlow({ ...flow, challengeId: challenge.id, maskedTo, channel: way });
  redirect(here);
});
