import { takeBackupCode } from '@/lib/accounts/backup-codes';
import type { Account } from '@/lib/accounts/find-account';
import { verifyPassword } from '@/lib/accounts/password';
import { acceptTotp } from '@/lib/accounts/totp';
import { recordEvent } from '@/lib/audit/record-event';
import { wakeOutbox } from '@/lib/delivery/outbox';
import { clientSubject } from '@/lib/limits/client-subject';
import { takeGuess } from '@/lib/limits/take-guess';
import { takeLimits } from '@/lib/limits/take-limits';
import { fail, ok, type Result } from '@/lib/result';
import { chooseHoldSubject } from './choose-hold-subject';
import type { Deps, Visitor } from './deps';
import { tellOwner } from './tell-owner';
import { verificationUses } from './verification-uses';

export type CheckedWay = 'totp' | 'backup' | 'password';

export function isCheckedWay(way: string): way is CheckedWay {
  return way === 'totp' || way === 'backup' || way === 'password';
}

export type CheckFailure = 'code_incorrect' | 'factor_code_used' | 'account_held' | 'factor_off' | 'limited';

/**
 * Checks what needs no message: a code of an app, a backup code, a password. The guess is counted as a failure of the
 * account before it is compared; the caller forgets the failures when its own step is done (clearFailures).
 */
export async function checkFactor(
  { db }: Deps,
  input: { account: Account; way: CheckedWay; typed: string; visitor: Visitor },
): Promise<Result<{ method: string }, CheckFailure, { attemptsLeft: number; retryAfterSeconds: number }>> {
  const { account, way, visitor } = input;
  const allowed = await takeLimits(db, verificationUses(visitor));
  if (!allowed.ok) return fail('limited', { retryAfterSeconds: allowed.retryAfterSeconds ?? 60 });
  const guess = await takeGuess(
    db,
    await chooseHoldSubject(db, { userId: account.id, address: '' }, visitor),
  );
  if (!guess.ok) {
    await recordFailure({ db }, input, guess.reason);
    return fail(guess.reason, { retryAfterSeconds: guess.retryAfterSeconds });
  }
  const verdict = await compare({ db }, input);
  if (verdict === 'accepted') return ok({ method: way });
  await recordFailure({ db }, input, verdict);
  if (verdict === 'replayed') return fail('factor_code_used');
  return fail('code_incorrect', { attemptsLeft: guess.value.left });
}

async function compare(
  { db }: Deps,
  { account, way, typed, visitor }: { account: Account; way: CheckedWay; typed: string; visitor: Visitor },
): Promise<'accepted' | 'wrong' | 'replayed'> {
  if (way === 'totp') return acceptTotp(db, account.id, typed);
  if (way === 'password')
    return (await verifyPassword(account.passwordHash, typed)).ok ? 'accepted' : 'wrong';
  if (way !== 'backup') throw new TypeError('This way is checked elsewhere.');
  const left = await takeBackupCode(db, account.id, typed);
  if (left === null) return 'wrong';
  await tellOwner(db, account, 'backup_code_used', visitor, { left });
  wakeOutbox();
  await recordEvent(db, {
    type: 'backup_code_used',
    userId: account.id,
    requestId: visitor.requestId,
    client: clientSubject(visitor.clientAddress),
    data: { left },
  });
  return 'accepted';
}

async function recordFailure(
  { db }: Deps,
  { account, way, visitor }: { account: Account; way: CheckedWay; visitor: Visitor },
  reason: string,
): Promise<void> {
  await recordEvent(db, {
    type: reason === 'account_held' || reason === 'factor_off' ? 'account_held' : 'code_failed',
    userId: account.id,
    requestId: visitor.requestId,
    client: clientSubject(visitor.clientAddress),
    data: { way, reason },
  });
}
