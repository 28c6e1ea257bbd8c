import { findFactors } from '@/lib/accounts/factors';
import { createSession } from '@/lib/accounts/sessions';
import { recordEvent } from '@/lib/audit/record-event';
import type { ChallengeOwner } from '@/lib/codes/challenge';
import { consumeGrant, getGrant } from '@/lib/codes/grants';
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
  input: { grant: string; owner: ChallengeOwner; visitor: Visitor },
): Promise<
  Result<{ userId: string; sessionId: string; token: string }, 'grant_used' | 'second_factor_needed'>
> {
  const first = await getGrant(db, input.grant, 'login', input.owner);
  if (first?.userId && (await findFactors(db, first.userId)).length > 0) return fail('second_factor_needed');
  const grant = await consumeGrant(db, input.grant, first ? 'login' : 'session', input.owner);
  if (!grant?.userId) return fail('grant_used');
  await promoteListedAdmins({ db }, { userId: grant.userId });
  const methods = grantMethods(grant);
  const isNew = await isNewDevice(db, grant.userId, input.visitor);
  const session = await createSession(db, {
    userId: grant.userId,
    methods,
    ...(await sessionLife(db, grant.userId, methods)),
    userAgent: input.visitor.userAgent,
    clientAddress: clientSubject(input.visitor.clientAddress),
    deviceHash: input.visitor.deviceHash,
  });
  if (!session) return fail('grant_used');
  if (isNew) await tellOfSignIn(db, { userId: grant.userId, sessionId: session.id, visitor: input.visitor });
  await recordEvent(db, {
    type: 'signed_in',
    userId: grant.userId,
    sessionId: session.id,
    requestId: input.visitor.requestId,
    client: clientSubject(input.visitor.clientAddress),
    data: { methods, ...(isNew && { newDevice: true }) },
  });
  return ok({ userId: grant.userId, sessionId: session.id, token: session.token });
}
