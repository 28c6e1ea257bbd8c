import { newRefreshToken } from '@/lib/accounts/refresh-tokens';
import type { ChallengeOwner } from '@/lib/codes/challenge';
import type { VerifyFailure } from '@/lib/codes/verify-code';
import { getSettings } from '@/lib/config/settings';
import { ok, type Result } from '@/lib/result';
import type { Deps, Visitor } from './deps';
import { signInByCode } from './sign-in-by-code';
import {
  type ApiSession,
  type ApiSessionFailure,
  type ShownFactor,
  startApiSession,
  toApiSession,
} from './start-api-session';

/**
 * What verifyCode and startApiSession do, at once. A refusal with a `grant` comes after the code: that was right and is
 * used up, and the grant goes on from there.
 */
export async function startApiSessionByCode(
  deps: Deps,
  input: { id: string; typed: string; secondFactor?: ShownFactor; owner: ChallengeOwner; visitor: Visitor },
): Promise<
  Result<
    ApiSession,
    ApiSessionFailure | VerifyFailure | 'code_malformed',
    { attemptsLeft: number; retryAfterSeconds: number; grant: string }
  >
> {
  const { secondFactor, ...code } = input;
  const refresh = newRefreshToken();
  const result = await signInByCode(deps, {
    ...code,
    // An application has no page to set one up on.
    rolesHeld: getSettings().secondFactorRoles,
    with: [refresh.insert],
  });
  if (!result.ok) return result;
  const { signedIn } = result.value;
  if (signedIn) return ok(toApiSession(signedIn, refresh.token));
  const { grant } = result.value;
  const { owner, visitor } = input;
  const session = await startApiSession(deps, { grant, secondFactor, owner, visitor });
  return session.ok || session.reason === 'grant_used' ? session : { ...session, grant };
}
