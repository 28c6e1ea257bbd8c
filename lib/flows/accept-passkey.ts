import type { AuthenticationResponseJSON } from '@simplewebauthn/server';
import { approvalChallenge } from '@/lib/accounts/approval-challenge';
import { getPasskey, notePasskeyUse } from '@/lib/accounts/passkeys';
import { passkeyOrigins, readChallenge, verifyPasskey } from '@/lib/accounts/webauthn';
import { recordEvent } from '@/lib/audit/record-event';
import type { ChallengeOwner } from '@/lib/codes/challenge';
import { consumeGrant } from '@/lib/codes/grants';
import { clientSubject } from '@/lib/limits/client-subject';
import { takeLimits } from '@/lib/limits/take-limits';
import { fail, ok, type Result } from '@/lib/result';
import { type PasskeyUse, verifiesHolder } from './ask-passkey';
import type { Deps, Visitor } from './deps';
import { verificationUses } from './verification-uses';

export type PasskeyFailure = 'passkey_refused' | 'limited';

/**
 * Whether a passkey signed the challenge that this browser was given for this use. The challenge is used up before
 * anything is verified. Nothing here can be guessed, so nothing counts towards a hold, and no hold stands in the way.
 */
export async function acceptPasskey(
  { db }: Deps,
  input: {
    for: PasskeyUse;
    response: AuthenticationResponseJSON;
    owner: ChallengeOwner;
    visitor: Visitor;
  },
): Promise<Result<{ userId: string }, PasskeyFailure, { retryAfterSeconds: number }>> {
  const { response, visitor } = input;
  const client = clientSubject(visitor.clientAddress);
  const allowed = await takeLimits(db, verificationUses(visitor));
  if (!allowed.ok) return fail('limited', { retryAfterSeconds: allowed.retryAfterSeconds ?? 60 });
  const challenge = readChallenge(response);
  const asked = challenge && (await consumeGrant(db, challenge, 'passkey', input.owner));
  const passkey = asked ? await getPasskey(db, response.id) : null;
  if (!asked || !passkey || !fits(asked, input.for, challenge)) return fail('passkey_refused');
  const isOwners = input.for.use === 'sign_in' || passkey.userId === input.for.userId;
  const verified = isOwners
    ? await verifyPasskey(response, challenge, passkey, {
        verifiesUser: verifiesHolder(input.for),
        origins: passkeyOrigins(visitor.api !== undefined),
      })
    : null;
  if (!verified || !(await notePasskeyUse(db, passkey.factorId, verified.newCounter))) {
    await recordEvent(db, {
      type: 'code_failed',
      userId: passkey.userId,
      requestId: visitor.requestId,
      client,
      data: { way: 'passkey', reason: 'passkey_refused' },
    });
    return fail('passkey_refused');
  }
  return ok({ userId: passkey.userId });
}

function fits(
  { userId, context }: { userId: string | null; context: unknown },
  wanted: PasskeyUse,
  challenge: string,
): boolean {
  const bound = context as { use?: string; sessionId?: string; nonce?: string } | null;
  if (bound?.use !== wanted.use) return false;
  if (wanted.use === 'sign_in') return userId === null;
  if (userId !== wanted.userId) return false;
  if (wanted.use === 'second_factor') return true;
  if (bound.sessionId !== wanted.sessionId) return false;
  // Computed anew from the operation as it is now: whatever has changed since, its challenge would be another one.
  return wanted.use === 'check' || approvalChallenge(wanted.approval, bound.nonce ?? '') === challenge;
}
