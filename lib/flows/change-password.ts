import { type Account, lockAccount } from '@/lib/accounts/find-account';
import { checkPassword, hashPassword, type PasswordProblem } from '@/lib/accounts/password';
import { endSessions, renewSession } from '@/lib/accounts/sessions';
import { recordEvent } from '@/lib/audit/record-event';
import { endChallengesAndGrants } from '@/lib/codes/cancel-challenge';
import type { Database } from '@/lib/db/client';
import { wakeOutbox } from '@/lib/delivery/outbox';
import { clientSubject } from '@/lib/limits/client-subject';
import { clearFailures } from '@/lib/limits/holds';
import { fail, ok, type Result } from '@/lib/result';
import { type CheckFailure, checkFactor } from './check-factor';
import { chooseHoldSubject } from './choose-hold-subject';
import type { Deps, Visitor } from './deps';
import { tellOwner } from './tell-owner';

export interface ChangePasswordInput {
  account: Account;
  sessionId: string;
  /** What the account has now; asked for only where it has one. */
  current: string;
  password: string;
  visitor: Visitor;
}

/**
 * Sets or changes the password of somebody who is signed in. The caller wants a fresh check where the current password
 * is not all that protects the account. Every other session, live code and grant ends; every proved address is told.
 * @returns the new secret of the one session that stays
 */
export async function changePassword(
  deps: Deps,
  input: ChangePasswordInput,
): Promise<
  Result<
    { token: string },
    CheckFailure | 'password_wrong' | 'password_weak' | 'grant_used',
    { problem: PasswordProblem; retryAfterSeconds: number }
  >
> {
  const { account, visitor } = input;
  // The new one first: a refused one costs no guess at the current one.
  const checked = await checkPassword(input.password, account);
  if (!checked.ok) return fail('password_weak', { problem: checked.reason });
  if (account.passwordHash) {
    const shown = await checkFactor(deps, { account, way: 'password', typed: input.current, visitor });
    if (!shown.ok) {
      return shown.reason === 'code_incorrect'
        ? fail('password_wrong')
        : fail(shown.reason, { retryAfterSeconds: shown.retryAfterSeconds ?? 60 });
    }
    const subject = await chooseHoldSubject(deps.db, { userId: account.id, address: '' }, visitor);
    await clearFailures(deps.db, subject);
  }
  const passwordHash = await hashPassword(input.password);
  const token = await setPassword(deps.db, input, passwordHash).catch((error: unknown) => {
    if (error instanceof SessionEnded) return null;
    throw error;
  });
  if (!token) return fail('grant_used');
  wakeOutbox();
  return ok({ token });
}

/** Its owner may have ended it a moment ago: then nothing is changed. */
class SessionEnded extends Error {}

/** @returns the new secret of the session; null when somebody else was first @throws SessionEnded */
function setPassword(
  db: Database,
  { account, sessionId, visitor }: ChangePasswordInput,
  passwordHash: string,
): Promise<string | null> {
  return db.$transaction(async (tx) => {
    const inner = tx as Database;
    // Of two changes at the same time, the second one's current password is no longer the current one.
    const now = await lockAccount(inner, account.id);
    if (!now || now.passwordHash !== account.passwordHash) return null;
    await endSessions(inner, account.id, 'password_changed', sessionId);
    await endChallengesAndGrants(inner, account.id);
    await tellOwner(inner, account, 'password_changed', visitor);
    await recordEvent(inner, {
      type: 'password_changed',
      userId: account.id,
      sessionId,
      requestId: visitor.requestId,
      client: clientSubject(visitor.clientAddress),
    });
    await inner.$executeRaw`
      UPDATE "User" SET "passwordHash" = ${passwordHash}, "passwordChangedAt" = now(), "passwordResetBy" = NULL
       WHERE "id" = ${account.id}::uuid`;
    const token = await renewSession(inner, sessionId);
    if (token === null) throw new SessionEnded();
    return token;
  });
}
