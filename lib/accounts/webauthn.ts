import { isIP } from 'node:net';
import type {
  AuthenticationResponseJSON,
  RegistrationResponseJSON,
  VerifiedAuthenticationResponse,
  VerifiedRegistrationResponse,
} from '@simplewebauthn/server';
import { getSettings } from '@/lib/config/settings';
import type { StoredPasskey } from './passkeys';

/** A passkey belongs to the name of a host. It works there and nowhere else, which is why nobody can be tricked out of it. */
export function relyingParty(): { id: string; name: string; origin: string } {
  const { appUrl, appName } = getSettings();
  return { id: appUrl.hostname, name: appName, origin: appUrl.origin };
}

/**
 * Pages that may ask for a passkey: ours, and for an application's sign-in also the front ends that the operator has
 * named. The browser sees to it that their host is ours, or a name below it: no other page gets an answer at all.
 */
export function passkeyOrigins(isApplication: boolean): string[] {
  const { appUrl, apiAllowedOrigins } = getSettings();
  return isApplication ? [appUrl.origin, ...apiAllowedOrigins] : [appUrl.origin];
}

/** Browsers refuse passkeys for bare addresses such as 127.0.0.1. */
export function arePasskeysOffered(): boolean {
  return isIP(relyingParty().id.replace(/^\[|\]$/g, '')) === 0;
}

/** Kept out of the start: the library brings its certificates and decoders along. */
export const loadWebauthn = () => import('@simplewebauthn/server');

/** The challenge that a browser's answer is about, read from its own words; null where there is none. */
export function readChallenge(response: { response: { clientDataJSON: string } }): string | null {
  try {
    const text = Buffer.from(response.response.clientDataJSON, 'base64url').toString();
    const { challenge } = JSON.parse(text) as { challenge?: unknown };
    return typeof challenge === 'string' && /^[\w-]{43}$/.test(challenge) ? challenge : null;
  } catch {
    return null;
  }
}

/** Whether the answer holds, for a challenge that was used up just now; null for every kind of wrong. */
export async function verifyNewPasskey(
  response: RegistrationResponseJSON,
  expectedChallenge: string,
): Promise<Extract<VerifiedRegistrationResponse, { verified: true }>['registrationInfo'] | null> {
  const { verifyRegistrationResponse } = await loadWebauthn();
  const { id, origin } = relyingParty();
  const expected = { expectedChallenge, expectedOrigin: origin, expectedRPID: id };
  const verified = await verifyRegistrationResponse({
    response,
    ...expected,
    requireUserVerification: false,
  }).catch(() => null);
  return verified?.verified ? verified.registrationInfo : null;
}

/** As verifyNewPasskey, on one of these origins. With `verifiesUser` the device has to have checked its holder. */
export async function verifyPasskey(
  response: AuthenticationResponseJSON,
  expectedChallenge: string,
  passkey: StoredPasskey,
  { verifiesUser, origins }: { verifiesUser: boolean; origins: string[] },
): Promise<VerifiedAuthenticationResponse['authenticationInfo'] | null> {
  const { verifyAuthenticationResponse } = await loadWebauthn();
  const expected = { expectedChallenge, expectedOrigin: origins, expectedRPID: relyingParty().id };
  const verified = await verifyAuthenticationResponse({
    response,
    ...expected,
    credential: {
      id: passkey.credentialId,
      publicKey: new Uint8Array(passkey.publicKey),
      counter: passkey.counter,
    },
    requireUserVerification: verifiesUser,
  }).catch(() => null);
  return verified?.verified ? verified.authenticationInfo : null;
}
