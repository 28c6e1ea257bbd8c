import { makeBackupCodes } from '@/lib/accounts/backup-codes';
import { findFactors } from '@/lib/accounts/factors';
import { type Account, lockAccount } from '@/lib/accounts/find-account';
import type { Database } from '@/lib/db/client';
import { wakeOutbox } from '@/lib/delivery/outbox';
import { takeLimits } from '@/lib/limits/take-limits';
import { fail, ok, type Result } from '@/lib/result';
import { announceFactorChange } from './announce-factor-change';
import type { Deps, Visitor } from './deps';

/** Makes ten new backup codes; the former ones are dead. Without a factor there is nothing to back up. */
export async function renewBackupCodes(
  { db }: Deps,
  input: { account: Account; sessionId: string; visitor: Visitor },
): Promise<Result<{ backupCodes: string[] }, 'not_found' | 'limited', { retryAfterSeconds: number }>> {
  const { account } = input;
  const allowed = await takeLimits(db, [{ limit: 'factor_changes_per_account', subject: account.id }]);
  if (!allowed.ok) return fail('limited', { retryAfterSeconds: allowed.retryAfterSeconds ?? 60 });
  if ((await findFactors(db, account.id)).length === 0) return fail('not_found');
  const backupCodes = await db.$transaction(async (tx) => {
    const inner = tx as Database;
    await lockAccount(inner, account.id);
    const made = await makeBackupCodes(inner, account.id);
    await announceFactorChange(inner, {
      ...input,
      change: 'backup_codes_made',
      type: 'factor_added',
      kind: 'backup',
    });
    return made;
  });
  wakeOutbox();
  return ok({ backupCodes });
}
