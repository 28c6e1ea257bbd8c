import type { AuthenticationResponseJSON } from '@simplewebauthn/server';
import { accessTokenSeconds, signAccessToken } from '@/lib/accounts/access-tokens';
import { findAccountById } from '@/lib/accounts/find-account';
import { newRefreshToken } from '@/lib/accounts/refresh-tokens';
import type { ChallengeOwner } from '@/lib/codes/challenge';
import { getGrant } from '@/lib/codes/grants';
import { getSettings } from '@/lib/config/settings';
import { fail, ok, type Result } from '@/lib/result';
import type { CheckedWay, CheckFailure } from './check-factor';
import type { Deps, Visitor } from './deps';
import { lacksSecondFactor } from './lacks-second-factor';
import { passSecondFactor } from './pass-second-factor';
import { passSecondFactorByCode } from './pass-second-factor-by-code';
import { passSecondFactorByPasskey } from './pass-second-factor-by-passkey';
import { redeemSignInGrant } from './redeem-sign-in-grant';

export interface ApiSession {
  userId: string;
  accessToken: string;
  expiresInSeconds: number;
  refreshToken: string;
}

/** What is shown besides the first factor: something typed, the grant of a right `second_factor` code, or a passkey's answer. */
export type ShownFactor =
  | { way: CheckedWay; typed: string }
  | { codeGrant: string }
  | { passkey: AuthenticationResponseJSON };

export type ApiSessionFailure =
  | 'grant_used'
  | 'second_factor_needed'
  | 'way_closed'
  | 'passkey_refused'
  | CheckFailure;

/**
 * A session for a client that keeps no cookie. It is listed and ended with the customer's others. A second factor goes
 * the way that it goes on the pages, into the same counts.
 */
export async function startApiSession(
  deps: Deps,
  input: { grant: string; secondFactor?: ShownFactor; owner: ChallengeOwner; visitor: Visitor },
): Promise<Result<ApiSession, ApiSessionFailure, { attemptsLeft: number; retryAfterSeconds: number }>> {
  const { secondFactor, owner, visitor } = input;
  let { grant } = input;
  if (secondFactor) {
    const passed = await pass(deps, { grant, owner, visitor }, secondFactor);
    if (!passed.ok) return passed;
    grant = passed.value.grant;
  }
  // An application has no page to set one up on.
  if (getSettings().secondFactorRoles.length > 0) {
    const first = await getGrant(deps.db, grant, 'login', owner);
    const account = first?.userId ? await findAccountById(deps.db, first.userId) : null;
    if (account && (await lacksSecondFactor(deps.db, account))) return fail('second_factor_needed');
  }
  const refresh = newRefreshToken();
  const redeemed = await redeemSignInGrant(deps, { grant, owner, visitor, with: [refresh.insert] });
  if (!redeemed.ok) return redeemed;
  return ok(toApiSession(redeemed.value, refresh.token));
}

/** The tokens of a session that was written just now. */
export function toApiSession(
  { userId, sessionId }: { userId: string; sessionId: string },
  refreshToken: string,
): ApiSession {
  const accessToken = signAccessToken({ userId, sessionId });
  return { userId, accessToken, expiresInSeconds: accessTokenSeconds, refreshToken };
}

function pass(
  deps: Deps,
  shown: { grant: string; owner: ChallengeOwner; visitor: Visitor },
  factor: ShownFactor,
) {
  if ('way' in factor) return passSecondFactor(deps, { ...shown, ...factor });
  if ('codeGrant' in factor) return passSecondFactorByCode(deps, { ...shown, ...factor });
  return passSecondFactorByPasskey(deps, { ...shown, response: factor.passkey });
}
