import { newSessionKey, sessionParts } from '@/lib/accounts/sessions';
import type { ChallengeOwner } from '@/lib/codes/challenge';
import { hasNoFactor } from '@/lib/codes/grants';
import type { VerifyExtra, VerifyFailure } from '@/lib/codes/verify-code';
import type { Role } from '@/lib/config/role-settings';
import { getSettings } from '@/lib/config/settings';
import { Prisma } from '@/lib/db/client';
import { ok, type Result } from '@/lib/result';
import { checkTypedCode } from './check-typed-code';
import type { Deps, Visitor } from './deps';
import { grantMethods } from './grant-methods';
import { newSession } from './new-session';
import { tellOfSignIn } from './tell-of-sign-in';

export interface CodeSignIn {
  userId: string;
  sessionId: string;
  /** The secret for the cookie. */
  token: string;
  /** The account's language. */
  locale: string | null;
}

/**
 * A `login` code for a session, written by the very statement that uses the code up. Where more stands between the two
 * than the code (a second factor, a role that wants one, an account that is no longer active), the statement writes the
 * grant that the code earns in any case, for `redeemSignInGrant` and what comes before it.
 */
export async function signInByCode(
  deps: Deps,
  input: {
    id: string;
    typed: string;
    owner: ChallengeOwner;
    visitor: Visitor;
    /** Roles that get no session without a second factor. */
    rolesHeld?: readonly Role[];
    /** Further parts of the statement, which may read the session as `session`: it is not there where a grant is. */
    with?: readonly Prisma.Sql[];
  },
): Promise<
  Result<
    { signedIn: CodeSignIn } | { signedIn: null; grant: string },
    VerifyFailure | 'limited' | 'code_malformed',
    VerifyExtra
  >
> {
  const { visitor, rolesHeld = [], with: also = [], ...typed } = input;
  const key = newSessionKey();
  const checked = await checkTypedCode(deps, {
    ...typed,
    visitor,
    purposes: ['login'],
    right: (challenge) => {
      const { userId } = challenge;
      if (userId === null) return undefined;
      const methods = grantMethods(challenge);
      const { session, event } = newSession({ userId, methods, sessionId: key.id }, visitor);
      const parts = sessionParts({ ...session, earnedBy: earnedByCode(rolesHeld) }, key);
      return { instead: { name: 'session', parts }, event, also };
    },
  });
  if (!checked.ok) return checked;
  const { challenge, grant, session } = checked.value;
  if (!session) return ok({ signedIn: null, grant });
  const userId = challenge.userId!;
  if (session.isNewDevice) await tellOfSignIn(deps.db, { userId, sessionId: key.id, visitor });
  return ok({ signedIn: { userId, sessionId: key.id, token: key.token, locale: session.locale } });
}

/**
 * Whose code it was, if nothing else is wanted: the same condition as for a grant (spendSignInGrant), at the same instant as the
 * use of the code. Whom ADMIN_EMAILS is about to make an admin goes the long way, which does that first.
 */
function earnedByCode(rolesHeld: readonly Role[]): Prisma.Sql {
  return Prisma.sql`
    SELECT "userId" FROM consumed
     WHERE "purpose" = 'login' AND ${hasNoFactor(Prisma.sql`consumed."userId"`)}
       AND NOT EXISTS (
         SELECT 1 FROM "User" u
          WHERE u."id" = consumed."userId"
            AND (u."role"::text = ANY(${[...rolesHeld]}::text[])
                 OR (u."role" <> 'admin' AND u."email" = ANY(${[...getSettings().adminEmails]}::text[]))))`;
}
