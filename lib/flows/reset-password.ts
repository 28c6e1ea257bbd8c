import { findAccountById } from '@/lib/accounts/find-account';
import { checkPassword, hashPassword, type PasswordProblem } from '@/lib/accounts/password';
import { endSessions } from '@/lib/accounts/sessions';
import { recordEvent } from '@/lib/audit/record-event';
import { endChallengesAndGrants } from '@/lib/codes/cancel-challenge';
import type { ChallengeOwner } from '@/lib/codes/challenge';
import { consumeGrant, getGrant } from '@/lib/codes/grants';
import type { Database } from '@/lib/db/client';
import { wakeOutbox } from '@/lib/delivery/outbox';
import { clientSubject } from '@/lib/limits/client-subject';
import { fail, ok, type Result } from '@/lib/result';
import type { Deps, Visitor } from './deps';
import { tellOwner } from './tell-owner';
import { traceFlow } from './trace-flow';

/**
 * Sets a new password with the grant that a right reset code earned. Then every session, live code and grant of the
 * account ends, and its verified addresses are told. It signs nobody in, and a second factor stays on.
 * A password that is refused does not use the grant up.
 */
export function resetPassword(
  deps: Deps,
  input: { grant: string; password: string; owner: ChallengeOwner; visitor: Visitor },
): Promise<Result<{ userId: string }, 'grant_used' | 'password_weak', { problem: PasswordProblem }>> {
  return traceFlow('reset_password', {}, () => makeReset(deps, input));
}

async function makeReset(
  { db }: Deps,
  input: { grant: string; password: string; owner: ChallengeOwner; visitor: Visitor },
): Promise<Result<{ userId: string }, 'grant_used' | 'password_weak', { problem: PasswordProblem }>> {
  const grant = await getGrant(db, input.grant, 'password_reset', input.owner);
  const account = grant?.userId ? await findAccountById(db, grant.userId) : null;
  if (!grant || !account || account.status !== 'active') return fail('grant_used');
  const checked = await checkPassword(input.password, account);
  if (!checked.ok) return fail('password_weak', { problem: checked.reason });
  const passwordHash = await hashPassword(input.password);
  const done = await db.$transaction(async (tx) => {
    const inner = tx as Database;
    if (!(await consumeGrant(inner, input.grant, 'password_reset', input.owner))) return false;
    await inner.$executeRaw`
      UPDATE "User" SET "passwordHash" = ${passwordHash}, "passwordChangedAt" = now(),
                        "passwordResetBy" = ${grant.channel === 'email' ? 'email' : 'phone'}
       WHERE "id" = ${account.id}::uuid`;
    await endSessions(inner, account.id, 'reset');
    await endChallengesAndGrants(inner, account.id);
    await tellOwner(inner, account, 'password_changed', input.visitor);
    await recordEvent(inner, {
      type: 'password_reset',
      userId: account.id,
      otpId: grant.otpId,
      requestId: input.visitor.requestId,
      client: clientSubject(input.visitor.clientAddress),
      data: { channel: grant.channel },
    });
    return true;
  });
  if (!done) return fail('grant_used');
  wakeOutbox();
  return ok({ userId: account.id });
}
