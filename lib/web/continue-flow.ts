import { redirect } from 'next/navigation';
import { passSecondFactorByCode } from '@/lib/flows/pass-second-factor-by-code';
import { proveAddress } from '@/lib/flows/prove-address';
import { register } from '@/lib/flows/register';
import type { FormAnswer } from './action';
import { formError } from './action';
import { getDeps } from './deps';
import { clearFlow, type FlowState, ownerOf, writeFlow } from './flow-cookie';
import { requireSession } from './session';
import { signInWithGrant } from './sign-in-with-grant';
import { getVisitor } from './visitor';

/** Leads on after a right code, but for one that signs in: to what it was asked for, with the grant that it earned. */
export async function continueFlow(flow: FlowState, grant: string): Promise<FormAnswer> {
  const owner = ownerOf(flow);
  if (flow.flow === 'password_reset') {
    await writeFlow({ ...flow, grant });
    redirect('/reset-password');
  }
  if (flow.flow === 'registration') {
    const registered = await register(getDeps(), { grant, owner, visitor: await getVisitor() });
    if (!registered.ok)
      return {
        ...formError(registered.reason === 'address_taken' ? 'address_taken' : 'grant_used'),
        ended: true,
      };
    return signInWithGrant(flow, registered.value.grant);
  }
  if (flow.flow === 'second_factor' && flow.grant) {
    const visitor = await getVisitor();
    const passed = await passSecondFactorByCode(getDeps(), {
      grant: flow.grant,
      codeGrant: grant,
      owner,
      visitor,
    });
    return passed.ok
      ? signInWithGrant(flow, passed.value.grant)
      : { ...formError('grant_used'), ended: true };
  }
  if (flow.flow === 'verification') {
    const session = await requireSession();
    const input = {
      userId: session.user.id,
      sessionId: session.id,
      grant,
      owner,
      visitor: await getVisitor(),
    };
    const proved = await proveAddress(getDeps(), input);
    if (!proved.ok) return { ...formError(proved.reason), ended: true };
    await clearFlow();
    redirect('/account');
  }
  return formError('unavailable');
}
