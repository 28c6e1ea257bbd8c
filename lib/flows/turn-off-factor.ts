import { type FactorKind, findFactors, removeFactor } from '@/lib/accounts/factors';
import { type Account, lockAccount } from '@/lib/accounts/find-account';
import type { Database } from '@/lib/db/client';
import { wakeOutbox } from '@/lib/delivery/outbox';
import { takeLimits } from '@/lib/limits/take-limits';
import { fail, ok, type Result } from '@/lib/result';
import { announceFactorChange, type FactorChange } from './announce-factor-change';
import type { Deps, Visitor } from './deps';
import { lacksSecondFactor, needsSecondFactor } from './lacks-second-factor';

const changes: Record<FactorKind, FactorChange> = {
  totp: 'authenticator_removed',
  passkey: 'passkey_removed',
  sms: 'code_removed',
  whatsapp: 'code_removed',
  voice: 'code_removed',
  email: 'code_removed',
};

/** Turns a second factor off. */
export async function turnOffFactor(
  { db }: Deps,
  input: { account: Account; sessionId: string; factorId: string; visitor: Visitor },
): Promise<
  Result<{ kind: FactorKind }, 'not_found' | 'limited' | 'factor_required', { retryAfterSeconds: number }>
> {
  const { account, sessionId, visitor } = input;
  const allowed = await takeLimits(db, [{ limit: 'factor_changes_per_account', subject: account.id }]);
  if (!allowed.ok) return fail('limited', { retryAfterSeconds: allowed.retryAfterSeconds ?? 60 });
  const kind = await db.$transaction(async (tx) => {
    const inner = tx as Database;
    // Of two that go at the same time, the second one sees that it is the last.
    await lockAccount(inner, account.id);
    const kept = (await findFactors(inner, account.id)).filter(
      ({ id, kind }) => id !== input.factorId && kind !== 'email',
    );
    const hadOne = !(await lacksSecondFactor(inner, account));
    if (needsSecondFactor(account.role) && hadOne && kept.length === 0) return 'required' as const;
    const removed = await removeFactor(inner, account.id, input.factorId);
    if (!removed) return null;
    const change = changes[removed];
    await announceFactorChange(inner, {
      account,
      change,
      type: 'factor_removed',
      sessionId,
      visitor,
      kind: removed,
    });
    return removed;
  });
  if (kind === 'required') return fail('factor_required');
  if (!kind) return fail('not_found');
  wakeOutbox();
  return ok({ kind });
}
