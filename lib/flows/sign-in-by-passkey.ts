import type { AuthenticationResponseJSON } from '@simplewebauthn/server';
import type { ChallengeOwner } from '@/lib/codes/challenge';
import { issueGrant } from '@/lib/codes/grants';
import { ok, type Result } from '@/lib/result';
import { acceptPasskey, type PasskeyFailure } from './accept-passkey';
import type { Deps, Visitor } from './deps';
import { endNeedlessRelease } from './end-needless-release';

/**
 * Signs in by a passkey alone. The device has checked its holder (a finger, a face, a PIN), so what is had and what is
 * known or is have both been shown: it earns a `session` grant at once (docs/decisions/026-passkeys.md).
 */
export async function signInByPasskey(
  deps: Deps,
  input: { response: AuthenticationResponseJSON; owner: ChallengeOwner; visitor: Visitor },
): Promise<Result<{ grant: string; userId: string }, PasskeyFailure, { retryAfterSeconds: number }>> {
  const accepted = await acceptPasskey(deps, { ...input, for: { use: 'sign_in' } });
  if (!accepted.ok) return accepted;
  const { userId } = accepted.value;
  await endNeedlessRelease(deps.db, { userId, visitor: input.visitor });
  const context = { methods: ['passkey'] };
  const grant = await issueGrant(deps.db, { purpose: 'session', userId, owner: input.owner, context });
  return ok({ grant, userId });
}
