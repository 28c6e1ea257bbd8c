import { startTotp } from '@/lib/accounts/totp';
import { takeLimits } from '@/lib/limits/take-limits';
import { fail, ok, type Result } from '@/lib/result';
import type { Deps } from './deps';

/** Makes the secret of an authenticator app; it counts for nothing before the app's first code. */
export async function startAuthenticator(
  { db }: Deps,
  input: { userId: string },
): Promise<Result<null, 'factor_on_already' | 'limited', { retryAfterSeconds: number }>> {
  const allowed = await takeLimits(db, [{ limit: 'factor_changes_per_account', subject: input.userId }]);
  if (!allowed.ok) return fail('limited', { retryAfterSeconds: allowed.retryAfterSeconds ?? 60 });
  return (await startTotp(db, input.userId)) === 'started' ? ok(null) : fail('factor_on_already');
}
