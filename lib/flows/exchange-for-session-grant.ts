import { recordEvent } from '@/lib/audit/record-event';
import type { ChallengeOwner } from '@/lib/codes/challenge';
import { consumeGrant, issueGrant } from '@/lib/codes/grants';
import type { Database } from '@/lib/db/client';
import { clientSubject } from '@/lib/limits/client-subject';
import { clearFailures } from '@/lib/limits/holds';
import { fail, ok, type Result } from '@/lib/result';
import { chooseHoldSubject } from './choose-hold-subject';
import type { Deps, Visitor } from './deps';
import { endNeedlessRelease } from './end-needless-release';
import { grantMethods } from './grant-methods';

/**
 * The grant of a first factor for one that gives a session, after a second factor of the same account was accepted.
 * The failures of the account are forgotten here, and here only, since both its factors have been shown.
 */
export async function exchangeForSessionGrant(
  { db }: Deps,
  input: { grant: string; userId: string; method: string; owner: ChallengeOwner; visitor: Visitor },
): Promise<Result<{ grant: string; userId: string }, 'grant_used'>> {
  return db.$transaction(async (tx) => {
    const inner = tx as Database;
    const first = await consumeGrant(inner, input.grant, 'login', input.owner, input.userId);
    if (first?.userId !== input.userId) return fail('grant_used');
    const methods = [...grantMethods(first), input.method];
    await clearFailures(
      inner,
      await chooseHoldSubject(inner, { userId: input.userId, address: '' }, input.visitor),
    );
    await endNeedlessRelease(inner, input);
    await recordEvent(inner, {
      type: 'factor_used',
      userId: input.userId,
      requestId: input.visitor.requestId,
      client: clientSubject(input.visitor.clientAddress),
      data: { method: input.method },
    });
    // Whoever has a second factor, too, is the password's owner, whatever address it was once reset by.
    if (methods.includes('password')) {
      await inner.$executeRaw`UPDATE "User" SET "passwordResetBy" = NULL WHERE "id" = ${input.userId}::uuid`;
    }
    const grant = await issueGrant(inner, {
      purpose: 'session',
      userId: input.userId,
      owner: input.owner,
      context: { methods },
    });
    return ok({ grant, userId: input.userId });
  });
}
