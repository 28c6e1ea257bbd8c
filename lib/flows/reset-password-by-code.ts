import { findAccountById } from '@/lib/accounts/find-account';
import { isHashQueueFull } from '@/lib/accounts/hash-queue';
import { lockedWhere } from '@/lib/accounts/lock-account';
import { checkPassword, hashPassword } from '@/lib/accounts/password';
import { endSessionsOf } from '@/lib/accounts/sessions';
import type { Challenge, ChallengeOwner } from '@/lib/codes/challenge';
import type { VerifyExtra, VerifyFailure } from '@/lib/codes/verify-code';
import { type Database, Prisma } from '@/lib/db/client';
import { NoticeTurns } from '@/lib/delivery/notice-turns';
import { fail, ok, type Result } from '@/lib/result';
import { checkTypedCode } from './check-typed-code';
import type { Deps, Visitor } from './deps';
import { passwordChangeUses } from './password-change-uses';
import {
  type ResetExtra,
  type ResetFailure,
  resetPassword,
  setNewPassword,
  whatAResetBrings,
} from './reset-password';

export interface PasswordResetByCode {
  id: string;
  typed: string;
  password: string;
  owner: ChallengeOwner;
  visitor: Visitor;
}

/**
 * What verifyCode and resetPassword do, at once. The code is judged as everywhere; a right one is used up by the statement
 * that sets the password. A password that nobody may have is refused before the code is looked at, in the same words for an
 * account and for nobody. A refusal with a `grant` comes after the code: that was right and is used up, and the grant goes on
 * from there.
 */
export async function resetPasswordByCode(
  deps: Deps,
  { password, ...code }: PasswordResetByCode,
): Promise<
  Result<
    { userId: string },
    ResetFailure | VerifyFailure | 'code_malformed' | 'busy',
    ResetExtra & VerifyExtra & { grant: string }
  >
> {
  const { owner, visitor } = code;
  const allowed = await checkPassword(password, null);
  if (!allowed.ok) return fail('password_weak', { problem: allowed.reason });
  const notices = new NoticeTurns();
  const checked = await checkTypedCode(deps, {
    ...code,
    purposes: ['password_reset'],
    uses: passwordChangeUses(visitor),
    right: (challenge) => prepareReset(deps.db, challenge, password, visitor, notices),
  }).finally(() => notices.settle(deps.db));
  if (!checked.ok) return checked;
  const { challenge, grant, isReset } = checked.value;
  if (isReset) return ok({ userId: challenge.userId! });
  try {
    const reset = await resetPassword(deps, { grant, password, owner, visitor });
    return reset.ok || reset.reason === 'grant_used' ? reset : { ...reset, grant };
  } catch (error) {
    if (!isHashQueueFull(error)) throw error;
    return fail('busy', { grant, retryAfterSeconds: error.retryAfterSeconds });
  }
}

/**
 * What uses a right code up with the password. Nothing where more has to be looked at first, and for a password with the
 * customer's own words: then the code earns its grant, and everything goes on from that. Only now anything is hashed:
 * guesses cost no more here than elsewhere.
 */
async function prepareReset(
  db: Database,
  challenge: Challenge,
  password: string,
  visitor: Visitor,
  notices: NoticeTurns,
) {
  const { id: otpId, userId, channel } = challenge;
  const account = userId === null ? null : await findAccountById(db, userId);
  if (account?.status !== 'active') return undefined;
  // Where this code is the proof of its address, that is written first.
  const proved = channel === 'email' ? 'emailVerifiedAt' : 'phoneVerifiedAt';
  if (!account[proved] || !(await checkPassword(password, account)).ok) return undefined;
  const passwordHash = await hashUnlessBusy(password);
  if (passwordHash === null) return undefined;
  const parts = Prisma.sql`spent AS (
      SELECT consumed."userId", consumed."id" AS "otpId", NULL::uuid AS "grantId"
        FROM consumed JOIN locked ON locked."id" = consumed."userId"
    ), ${setNewPassword(passwordHash, channel)}`;
  // A statement of its own, after the locks of the first: a sign-in that was half-way there has its session by now.
  const andThen = endSessionsOf(account.id, passwordHash, 'reset');
  return {
    locks: lockedWhere(
      Prisma.sql`"id" = ${account.id}::uuid AND "status" = 'active' AND ${Prisma.raw(`"${proved}"`)} IS NOT NULL`,
    ),
    instead: { name: 'spent' as const, parts, andThen },
    // For insertNotice no code counts as used yet.
    ...whatAResetBrings(
      { ...account, otpId, channel, locale: account.locale ?? challenge.locale },
      visitor,
      notices,
    ),
  };
}

async function hashUnlessBusy(password: string): Promise<string | null> {
  try {
    return await hashPassword(password);
  } catch (error) {
    if (isHashQueueFull(error)) return null;
    throw error;
  }
}
