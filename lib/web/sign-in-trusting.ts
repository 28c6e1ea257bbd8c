import type { Visitor } from '@/lib/flows/deps';
import { trustBrowser } from '@/lib/flows/trust-browser';
import { type FormAnswer, textField } from './action';
import { getDeps } from './deps';
import type { FlowState } from './flow-cookie';
import { signInWithGrant } from './sign-in-with-grant';
import { keepTrustSecret } from './trust-cookie';

/** Signs in after a second factor, and notes this browser as trusted where the box for it was ticked. */
export async function signInTrusting(
  form: FormData,
  flow: FlowState,
  { grant, userId }: { grant: string; userId: string },
  visitor: Visitor,
): Promise<FormAnswer> {
  if (textField(form, 'trust') === 'on') {
    await trustBrowser(getDeps(), { userId, secret: await keepTrustSecret(), visitor });
  }
  return signInWithGrant(flow, grant);
}
