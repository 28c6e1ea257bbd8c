import type { AuthenticationResponseJSON } from '@simplewebauthn/server';
import type { Account } from '@/lib/accounts/find-account';
import { renewSession } from '@/lib/accounts/sessions';
import type { ChallengeOwner } from '@/lib/codes/challenge';
import { consumeGrant } from '@/lib/codes/grants';
import { clearFailures } from '@/lib/limits/holds';
import { fail, ok, type Result } from '@/lib/result';
import { acceptPasskey, type PasskeyFailure } from './accept-passkey';
import { type CheckedWay, type CheckFailure, checkFactor } from './check-factor';
import { chooseHoldSubject } from './choose-hold-subject';
import type { Deps, Visitor } from './deps';
import { findCheckWays } from './find-check-ways';

/** What was shown: something typed, the grant of a right code that sendCheckCode had sent, or a passkey's answer. */
export type Evidence =
  | { way: CheckedWay; typed: string }
  | { codeGrant: string }
  | { passkey: AuthenticationResponseJSON };

/**
 * Makes a session fresh again. Done is its new secret: what the cookie held before is worth nothing afterwards.
 */
export async function confirmIdentity(
  deps: Deps,
  input: { account: Account; sessionId: string; evidence: Evidence; owner: ChallengeOwner; visitor: Visitor },
): Promise<
  Result<
    { token: string },
    CheckFailure | PasskeyFailure | 'way_closed' | 'grant_used',
    { attemptsLeft: number; retryAfterSeconds: number }
  >
> {
  const { account, sessionId, evidence, visitor } = input;
  if ('codeGrant' in evidence) {
    const grant = await consumeGrant(deps.db, evidence.codeGrant, 'verification', input.owner);
    const context = grant?.context as { use?: string; sessionId?: string } | null;
    const fits = context?.use === 'check' && context.sessionId === sessionId;
    if (!grant || grant.userId !== account.id || !fits) return fail('grant_used');
  } else if ('passkey' in evidence) {
    const accepted = await acceptPasskey(deps, {
      ...input,
      response: evidence.passkey,
      for: { use: 'check', userId: account.id, sessionId },
    });
    if (!accepted.ok) return accepted;
  } else {
    const ways = await findCheckWays(deps, account);
    if (!ways.some(({ way }) => way === evidence.way)) return fail('way_closed');
    const checked = await checkFactor(deps, { account, way: evidence.way, typed: evidence.typed, visitor });
    if (!checked.ok) return checked;
  }
  await clearFailures(
    deps.db,
    await chooseHoldSubject(deps.db, { userId: account.id, address: '' }, visitor),
  );
  const token = await renewSession(deps.db, sessionId);
  return token ? ok({ token }) : fail('grant_used');
}
