import type { Account } from '@/lib/accounts/find-account';
import type { ChallengeOwner } from '@/lib/codes/challenge';
import { isGood } from '@/lib/codes/grants';
import type { Database } from '@/lib/db/client';
import type { LimitRefusal, LimitTake, TakenRow } from '@/lib/limits/take-limits';
import { ok, type Result } from '@/lib/result';

/** The active account whose password a grant may set, and the code that earned it. */
export interface ResetAccount extends Account {
  otpId: string | null;
  channel: string | null;
}

/**
 * Looks whose password a grant may set, and takes the limits of the caller in the same statement: with nothing left of them,
 * nothing is told. The grant is not used up.
 */
export async function findResetAccount(
  db: Database,
  { grant, owner }: { grant: string; owner: ChallengeOwner },
  take: LimitTake,
): Promise<Result<ResetAccount | null, 'limited', LimitRefusal>> {
  const rows = await db.$queryRaw<(TakenRow & (ResetAccount | { id: null }))[]>`
    WITH taken AS MATERIALIZED (${take.part})
    SELECT "left", "waits", account.*
      FROM taken LEFT JOIN LATERAL (
        SELECT u."id"::text, u."name", u."email", u."phone", u."role"::text, u."status"::text, u."locale",
               u."preferredChannel", u."emailVerifiedAt", u."phoneVerifiedAt", u."passwordHash",
               reset."otpId"::text AS "otpId", reset."channel"
          FROM (SELECT "userId", "otpId", "channel" FROM "Grant" WHERE ${isGood(grant, 'password_reset', owner)}) AS reset
          JOIN "User" u ON u."id" = reset."userId"
         WHERE u."status" = 'active') AS account ON "open"`;
  const { left, waits, ...account } = rows[0]!;
  const allowed = take.read({ left, waits });
  return allowed.ok ? ok(account.id === null ? null : account) : allowed;
}
