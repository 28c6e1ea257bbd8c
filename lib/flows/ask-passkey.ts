import { randomBytes } from 'node:crypto';
import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server';
import { approvalChallenge } from '@/lib/accounts/approval-challenge';
import type { Approval } from '@/lib/accounts/approvals';
import { findPasskeyIds } from '@/lib/accounts/passkeys';
import { arePasskeysOffered, loadWebauthn, relyingParty } from '@/lib/accounts/webauthn';
import type { ChallengeOwner } from '@/lib/codes/challenge';
import { issueGrant } from '@/lib/codes/grants';
import { takeLimits } from '@/lib/limits/take-limits';
import { fail, ok, type Result } from '@/lib/result';
import type { Deps, Visitor } from './deps';
import { verificationUses } from './verification-uses';

/** What an answer may be used for; a check and an approval belong to one session, and an approval to one operation. */
export type PasskeyUse =
  | { use: 'sign_in' }
  | { use: 'second_factor'; userId: string }
  | { use: 'check'; userId: string; sessionId: string }
  | { use: 'approval'; userId: string; sessionId: string; approval: Approval };

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
  const allowed = await takeLimits(db, verificationUses(input.visitor));
  if (!allowed.ok) return fail('limited', { retryAfterSeconds: allowed.retryAfterSeconds ?? 60 });
  const userId = input.for.use === 'sign_in' ? null : input.for.userId;
  const challenge = await issueGrant(db, {
    purpose: 'passkey',
    userId,
    owner: input.owner,
    ...bindTo(input.for),
  });
  const { generateAuthenticationOptions } = await loadWebauthn();
  return ok(
    await generateAuthenticationOptions({
      rpID: relyingParty().id,
      challenge: new Uint8Array(Buffer.from(challenge, 'base64url')),
      allowCredentials: userId === null ? undefined : await findPasskeyIds(db, userId),
      userVerification: verifiesHolder(input.for) ? 'required' : 'preferred',
    }),
  );
}

/** A passkey that stands alone has to check a finger, a face or a PIN; so has one that approves a payment. */
export function verifiesHolder({ use }: PasskeyUse): boolean {
  return use === 'sign_in' || use === 'approval';
}

function bindTo(wanted: PasskeyUse) {
  const { use } = wanted;
  if (use === 'check') return { context: { use, sessionId: wanted.sessionId } };
  if (use !== 'approval') return { context: { use } };
  const nonce = randomBytes(32).toString('base64url');
  const { approval, sessionId } = wanted;
  return {
    context: { use, sessionId, approvalId: approval.id, nonce },
    secret: approvalChallenge(approval, nonce),
  };
}
