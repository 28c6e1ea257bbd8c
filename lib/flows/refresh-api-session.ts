import { accessTokenSeconds, signAccessToken } from '@/lib/accounts/access-tokens';
import { renewRefreshToken } from '@/lib/accounts/refresh-tokens';
import { clientSubject } from '@/lib/limits/client-subject';
import { takeLimits } from '@/lib/limits/take-limits';
import { fail, ok, type Result } from '@/lib/result';
import type { Deps, Visitor } from './deps';
import type { ApiSession } from './start-api-session';

/** The next pair of tokens of a session that lives. */
export async function refreshApiSession(
  { db }: Deps,
  input: { refreshToken: string; visitor: Visitor },
): Promise<Result<ApiSession, 'token_invalid' | 'limited', { retryAfterSeconds: number }>> {
  const subject = clientSubject(input.visitor.clientAddress);
  const allowed = await takeLimits(db, [{ limit: 'status_reads_per_client', subject }]);
  if (!allowed.ok) return fail('limited', { retryAfterSeconds: allowed.retryAfterSeconds ?? 60 });
  const renewed = await renewRefreshToken(db, input.refreshToken);
  if (!renewed) return fail('token_invalid');
  const { token, userId, sessionId } = renewed;
  return ok({
    userId,
    accessToken: signAccessToken({ userId, sessionId }),
    expiresInSeconds: accessTokenSeconds,
    refreshToken: token,
  });
}
