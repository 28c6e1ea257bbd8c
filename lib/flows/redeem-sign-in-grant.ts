import { createSession, newSessionKey } from '@/lib/accounts/sessions';
import { insertEvents } from '@/lib/audit/record-event';
import type { ChallengeOwner } from '@/lib/codes/challenge';
import { getGrant, getSignInGrant, spendSignInGrant } from '@/lib/codes/grants';
import type { Database, Prisma } from '@/lib/db/client';
import { fail, ok, type Result } from '@/lib/result';
import { promoteListedAdmins } from './console/promote-listed-admins';
import type { Deps, Visitor } from './deps';
import { grantMethods } from './grant-methods';
import { newSession } from './new-session';
import { tellOfSignIn } from './tell-of-sign-in';

/**
 * The way to a session: a single-use grant, from the browser that earned it. (The only other one is signInByCode, for a code
 * that needs nothing beside it.) A grant of a first factor gives a
 * session only to an account without a second one; otherwise it has to be exchanged for a `session` grant first.
 */
export async function redeemSignInGrant(
  { db }: Deps,
  input: {
    grant: string;
    owner: ChallengeOwner;
    visitor: Visitor;
    /** Further parts of the statement that writes the session, which may read it as `session`. */
    with?: readonly Prisma.Sql[];
  },
): Promise<
  Result<{ userId: string; sessionId: string; token: string }, 'grant_used' | 'second_factor_needed'>
> {
  const grant = await getSignInGrant(db, input.grant, input.owner);
  if (!grant?.userId) return explainRefusal(db, input);
  await promoteListedAdmins({ db }, { userId: grant.userId });
  const key = newSessionKey();
  const { session, event } = newSession(
    { userId: grant.userId, methods: grantMethods(grant), sessionId: key.id },
    input.visitor,
  );
  const written = await createSession(
    db,
    { ...session, earnedBy: spendSignInGrant(input.grant, input.owner) },
    key,
    [insertEvents([event]), ...(input.with ?? [])],
  );
  // Somebody else was first, the account was disabled, or a second factor was turned on, a moment ago.
  if (!written) return explainRefusal(db, input);
  if (written.isNewDevice)
    await tellOfSignIn(db, { userId: grant.userId, sessionId: key.id, visitor: input.visitor });
  return ok({ userId: grant.userId, sessionId: key.id, token: key.token });
}

/** A grant that is still good: only a second factor can have kept it from being used. */
async function explainRefusal(db: Database, { grant, owner }: { grant: string; owner: ChallengeOwner }) {
  const first = await getGrant(db, grant, 'login', owner);
  return fail(first?.userId ? 'second_factor_needed' : 'grant_used');
}
