import { redirect } from 'next/navigation';
import { CredentialsSignin } from 'next-auth';
import { getSecondFactorStep } from '@/lib/flows/get-second-factor-step';
import { passOnTrustedDevice } from '@/lib/flows/pass-on-trusted-device';
import { parseLanguage } from '@/lib/words/languages';
import { type FormAnswer, formError } from './action';
import { signIn } from './auth';
import { beginSecondFactor } from './begin-second-factor';
import { getDeps } from './deps';
import { clearFlow, type FlowState, ownerOf } from './flow-cookie';
import { setLanguageCookie } from './language-cookie';
import { safePath } from './safe-path';
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
  await takeAccountLanguage();
  await clearFlow();
  redirect(safePath(flow.returnTo) ?? '/account');
}

/** From here on the pages speak the account's language. Before, they must not: it would tell that there is an account. */
async function takeAccountLanguage(): Promise<void> {
  const session = await getSession();
  const language = parseLanguage(session?.user.locale);
  if (language) await setLanguageCookie(language);
}
