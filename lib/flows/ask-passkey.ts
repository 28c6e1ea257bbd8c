import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server';
import { findPasskeyIds } from '@/lib/accounts/passkeys';
import { arePasskeysOffered, loadWebauthn, relyingParty } from '@/lib/accounts/webauthn';
import type { ChallengeOwner } from '@/lib/codes/challenge';
import { issueGrant } from '@/lib/codes/grants';
import { clientSubject } from '@/lib/limits/client-subject';
import { takeLimits } from '@/lib/limits/take-limits';
import { fail, ok, type Result } from '@/lib/result';
import type { Deps, Visitor } from './deps';

/** What an answer may be used for; a check belongs to one session. */
export type PasskeyUse =
  | { use: 'sign_in' }
  | { use: 'second_factor'; userId: string }
  | { use: 'check'; userId: string; sessionId: string };

/**
 * What the browser needs to ask for a passkey. For a sign-in nobody is named: the device offers what it has, and has to
 * check who holds it.
 */
export async function askPasskey(
  { db }: Deps,
  input: { for: PasskeyUse; owner: ChallengeOwner; visitor: Visitor },
): Promise<
  Result<
    PublicKeyCredentialRequestOptionsJSON,
    'passkeys_not_offered' | 'limited',
    { retryAfterSeconds: number }
  >
> {
  if (!arePasskeysOffered()) return fail('passkeys_not_offered');
  const subject = clientSubject(input.visitor.clientAddress);
  const allowed = await takeLimits(db, [{ limit: 'verifications_per_client', subject }]);
  if (!allowed.ok) return fail('limited', { retryAfterSeconds: allowed.retryAfterSeconds ?? 60 });
  const userId = input.for.use === 'sign_in' ? null : input.for.userId;
  const challenge = await issueGrant(db, {
    purpose: 'passkey',
    userId,
    owner: input.owner,
    context: { use: input.for.use, ...(input.for.use === 'check' && { sessionId: input.for.sessionId }) },
  });
  const { generateAuthenticationOptions } = await loadWebauthn();
  return ok(
    await generateAuthenticationOptions({
      rpID: relyingParty().id,
      challenge: new Uint8Array(Buffer.from(challenge, 'base64url')),
      allowCredentials: userId === null ? undefined : await findPasskeyIds(db, userId),
      userVerification: userId === null ? 'required' : 'preferred',
    }),
  );
}
