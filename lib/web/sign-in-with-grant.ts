import { CredentialsSignin } from 'next-auth';
import { getSecondFactorStep } from '@/lib/flows/get-second-factor-step';
import { passOnTrustedDevice } from '@/lib/flows/pass-on-trusted-device';
import { type FormAnswer, formError } from './action';
import { arrive } from './arrive';
import { signIn } from './auth';
import { beginSecondFactor } from './begin-second-factor';
import { getDeps } from './deps';
import { type FlowState, ownerOf } from './flow-cookie';
import { getSession } from './session';
import { readTrustSecret } from './trust-cookie';

/**
 * Redeems a sign-in grant through NextAuth, which sets the session cookie, and leads on. Where the account has a second
 * factor, a first one only leads to the page that asks for it (redeeming would be refused anyway), unless this browser was
 * trusted there.
 */
export async function signInWithGrant(flow: FlowState, grant: string): Promise<FormAnswer> {
  const owner = ownerOf(flow);
  const trusted = await passOnTrustedDevice(getDeps(), {
    grant,
    trustSecret: await readTrustSecret(),
    owner,
  });
  const step = trusted.ok ? null : await getSecondFactorStep(getDeps(), { grant, owner });
  if (step) return beginSecondFactor(flow, grant, step);
  try {
    await signIn('code', { grant: trusted.ok ? trusted.value.grant : grant, redirect: false });
  } catch (error) {
    if (error instanceof CredentialsSignin) return formError('grant_used');
    throw error;
  }
  const session = await getSession();
  return arrive(flow, session?.user.locale ?? null);
}
