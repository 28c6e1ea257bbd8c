import { lockedWhere } from '@/lib/accounts/lock-account';
import { checkPassword, hashPassword, type PasswordProblem } from '@/lib/accounts/password';
import { endSessionsOf } from '@/lib/accounts/sessions';
import { type EventPart, insertEvents } from '@/lib/audit/record-event';
import { afterOthersEnded, endOtherChallengesAndGrants } from '@/lib/codes/cancel-challenge';
import type { ChallengeOwner } from '@/lib/codes/challenge';
import { isGood } from '@/lib/codes/grants';
import { alongside } from '@/lib/db/alongside';
import { Prisma } from '@/lib/db/client';
import { writeTogether } from '@/lib/db/write-together';
import { NoticeTurns } from '@/lib/delivery/notice-turns';
import { clientSubject } from '@/lib/limits/client-subject';
import { freely, type LimitTake } from '@/lib/limits/take-limits';
import { fail, ok, type Result } from '@/lib/result';
import type { Deps, Visitor } from './deps';
import { findResetAccount, type ResetAccount } from './find-reset-account';
import { noticesToOwner } from './tell-owner';
import { traceFlow } from './trace-flow';

export interface PasswordReset {
  grant: string;
  password: string;
  owner: ChallengeOwner;
  visitor: Visitor;
  /** What it takes of the caller's allowance: before anything is hashed. */
  take?: LimitTake;
}

export type ResetFailure = 'grant_used' | 'password_weak' | 'limited';
export interface ResetExtra {
  problem: PasswordProblem;
  retryAfterSeconds: number;
}

/**
 * Sets a new password with the grant that a right reset code earned. Then every session, live code and grant of the
 * account ends, and its verified addresses are told. It signs nobody in, and a second factor stays on.
 * A password that is refused does not use the grant up.
 */
export function resetPassword(
  deps: Deps,
  input: PasswordReset,
): Promise<Result<{ userId: string }, ResetFailure, ResetExtra>> {
  return traceFlow('reset_password', {}, () => makeReset(deps, input));
}

async function makeReset(
  { db }: Deps,
  input: PasswordReset,
): Promise<Result<{ userId: string }, ResetFailure, ResetExtra>> {
  const found = await findResetAccount(db, input, input.take ?? freely);
  if (!found.ok) return fail('limited', { retryAfterSeconds: found.retryAfterSeconds ?? 60 });
  const account = found.value;
  if (!account) return fail('grant_used');
  const checked = await checkPassword(input.password, account);
  if (!checked.ok) return fail('password_weak', { problem: checked.reason });
  const passwordHash = await hashPassword(input.password);
  const notices = new NoticeTurns();
  try {
    const [spent] = await writeTogether(db, [
      setPassword(input, account, passwordHash, notices),
      // A statement of its own, after the locks of the first: a sign-in that was half-way there has its session by now.
      endSessionsOf(account.id, passwordHash, 'reset'),
    ]);
    return spent!.length > 0 ? ok({ userId: account.id }) : fail('grant_used');
  } finally {
    notices.settle(db);
  }
}

/** Uses the grant up, and with it all that could still lead to a session. It has a row where that was there to be used. */
function setPassword(
  { grant, owner, visitor }: PasswordReset,
  account: ResetAccount,
  passwordHash: string,
  notices: NoticeTurns,
): Prisma.Sql {
  const { event, also } = whatAResetBrings(account, visitor, notices);
  return Prisma.sql`
    WITH ${lockedWhere(Prisma.sql`"id" = ${account.id}::uuid AND "status" = 'active'`)}, spent AS (
      UPDATE "Grant" SET "consumedAt" = now()
       WHERE ${isGood(grant, 'password_reset', owner)} AND "userId" = (SELECT "id" FROM locked)
      RETURNING "id" AS "grantId", "otpId", "userId"
    ), ${setNewPassword(passwordHash, account.channel)}${alongside([...also, insertEvents([event])])}
    SELECT "grantId" FROM spent`;
}

/** Parts of a statement that has locked the account, and used something up as `spent`: the rest of that kind ends, then comes the password. */
export function setNewPassword(passwordHash: string, channel: string | null): Prisma.Sql {
  return Prisma.sql`${endOtherChallengesAndGrants}, changed AS (
      UPDATE "User" u SET "passwordHash" = ${passwordHash}, "passwordChangedAt" = now(),
                          "passwordResetBy" = ${channel === 'email' ? 'email' : 'phone'}
        FROM spent WHERE u."id" = spent."userId" AND ${afterOthersEnded}
    )`;
}

/** What tells of a new password in the statement that sets it. */
export function whatAResetBrings(
  account: ResetAccount,
  visitor: Visitor,
  notices: NoticeTurns,
): { event: EventPart; also: readonly Prisma.Sql[] } {
  const spent = Prisma.sql`FROM spent`;
  const told = noticesToOwner(account, 'password_changed', visitor);
  return {
    also: told.map((notice) => notices.insert(notice, spent)),
    event: {
      event: {
        type: 'password_reset',
        userId: account.id,
        otpId: account.otpId,
        requestId: visitor.requestId,
        client: clientSubject(visitor.clientAddress),
        data: { channel: account.channel },
      },
      condition: spent,
    },
  };
}
