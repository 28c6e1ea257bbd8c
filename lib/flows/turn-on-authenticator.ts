import { type Account, lockAccount } from '@/lib/accounts/find-account';
import { confirmTotp } from '@/lib/accounts/totp';
import type { Database } from '@/lib/db/client';
import { wakeOutbox } from '@/lib/delivery/outbox';
import { takeLimits } from '@/lib/limits/take-limits';
import { fail, ok, type Result } from '@/lib/result';
import { announceFactorChange } from './announce-factor-change';
import type { Deps, Visitor } from './deps';
import { ensureBackupCodes } from './ensure-backup-codes';

/** Turns an authenticator app on with its first code. Done are new backup codes, if the account had none. */
export async function turnOnAuthenticator(
  { db }: Deps,
  input: { account: Account; sessionId: string; code: string; visitor: Visitor },
): Promise<
  Result<{ backupCodes: string[] | null }, 'app_code_incorrect' | 'limited', { retryAfterSeconds: number }>
> {
  const { account, sessionId, visitor } = input;
  const allowed = await takeLimits(db, [{ limit: 'factor_changes_per_account', subject: account.id }]);
  if (!allowed.ok) return fail('limited', { retryAfterSeconds: allowed.retryAfterSeconds ?? 60 });
  const done = await db.$transaction(async (tx) => {
    const inner = tx as Database;
    await lockAccount(inner, account.id);
    if (!(await confirmTotp(inner, account.id, input.code))) return null;
    const backupCodes = await ensureBackupCodes(inner, account.id);
    const change = 'authenticator_added';
    await announceFactorChange(inner, {
      account,
      change,
      type: 'factor_added',
      sessionId,
      visitor,
      kind: 'totp',
    });
    return { backupCodes };
  });
  if (!done) return fail('app_code_incorrect');
  wakeOutbox();
  return ok(done);
}
