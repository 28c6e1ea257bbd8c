import { addCodeFactor } from '@/lib/accounts/factors';
import type { Account } from '@/lib/accounts/find-account';
import type { Database } from '@/lib/db/client';
import { type Channel, isChannelOffered } from '@/lib/delivery/channel';
import { wakeOutbox } from '@/lib/delivery/outbox';
import { takeLimits } from '@/lib/limits/take-limits';
import { fail, ok, type Result } from '@/lib/result';
import { announceFactorChange } from './announce-factor-change';
import type { Deps, Visitor } from './deps';
import { ensureBackupCodes } from './ensure-backup-codes';
import { provedAddress } from './second-factor-ways';

/**
 * Turns on codes by a channel as a second factor, to an address that a code has proved. Refused where the first factor
 * could only be a code to that same address: then nobody could sign in any more.
 */
export async function turnOnCodeFactor(
  { db }: Deps,
  input: { account: Account; sessionId: string; channel: Channel; visitor: Visitor },
): Promise<
  Result<
    { backupCodes: string[] | null },
    'channel_not_offered' | 'factor_needs_other' | 'factor_on_already' | 'limited',
    { retryAfterSeconds: number }
  >
> {
  const { account, sessionId, channel, visitor } = input;
  if (!isChannelOffered(channel) || !provedAddress(account, channel)) return fail('channel_not_offered');
  const other = provedAddress(account, channel === 'email' ? 'sms' : 'email');
  if (!account.passwordHash && !other) return fail('factor_needs_other');
  const allowed = await takeLimits(db, [{ limit: 'factor_changes_per_account', subject: account.id }]);
  if (!allowed.ok) return fail('limited', { retryAfterSeconds: allowed.retryAfterSeconds ?? 60 });
  const done = await db.$transaction(async (tx) => {
    const inner = tx as Database;
    if (!(await addCodeFactor(inner, account.id, channel))) return null;
    const backupCodes = await ensureBackupCodes(inner, account.id);
    const change = 'code_added';
    await announceFactorChange(inner, {
      account,
      change,
      type: 'factor_added',
      sessionId,
      visitor,
      kind: channel,
    });
    return { backupCodes };
  });
  if (!done) return fail('factor_on_already');
  wakeOutbox();
  return ok(done);
}
