import { createSession } from '@/lib/accounts/sessions';
import { insertEvent } from '@/lib/audit/record-event';
import type { ChallengeOwner } from '@/lib/codes/challenge';
import { getGrant, getSignInGrant, spendSignInGrant } from '@/lib/codes/grants';
import { type Database, Prisma } from '@/lib/db/client';
import { clientSubject } from '@/lib/limits/client-subject';
import { fail, ok, type Result } from '@/lib/result';
import { promoteListedAdmins } from './console/promote-listed-admins';
import type { Deps, Visitor } from './deps';
import { grantMethods } from './grant-methods';
import { sessionLife } from './session-life';
import { isNewDevice, tellOfSignIn } from './tell-of-sign-in';

/**
 * The only way to a session: a single-use grant, from the browser that earned it. A grant of a first factor gives a
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
  const methods = grantMethods(grant);
  const isNew = await isNewDevice(db, grant.userId, input.visitor);
  const session = await createSession(db, {
    userId: grant.userId,
    methods,
    ...sessionLife(methods),
    userAgent: input.visitor.userAgent,
    clientAddress: clientSubject(input.visitor.clientAddress),
    deviceHash: input.visitor.deviceHash,
    earnedBy: spendSignInGrant(input.grant, input.owner),
    with: (sessionId) => [
      insertEvent(
        {
          type: 'signed_in',
          userId: grant.userId,
          sessionId,
          requestId: input.visitor.requestId,
          client: clientSubject(input.visitor.clientAddress),
          data: { methods, ...(isNew && { newDevice: true }) },
        },
        Prisma.sql`FROM session`,
      ),
      ...(input.with ?? []),
    ],
  });
  // Somebody else was first, the account was disabled, or a second factor was turned on, a moment ago.
  if (!session) return explainRefusal(db, input);
  if (isNew) await tellOfSignIn(db, { userId: grant.userId, sessionId: session.id, visitor: input.visitor });
  return ok({ userId: grant.userId, sessionId: session.id, token: session.token });
}

/** A grant that is still good: only a second factor can have kept it from being used. */
async function explainRefusal(db: Database, { grant, owner }: { grant: string; owner: ChallengeOwner }) {
  const first = await getGrant(db, grant, 'login', owner);
  return fail(first?.userId ? 'second_factor_needed' : 'grant_used');
}
