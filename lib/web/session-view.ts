import type { ApiSession } from '@/lib/flows/start-api-session';

/** Tokens in the words of OAuth 2.0 (RFC 6749, 5.1). */
export function renderSessionView(session: ApiSession) {
  return {
    access_token: session.accessToken,
    token_type: 'Bearer' as const,
    expires_in: session.expiresInSeconds,
    refresh_token: session.refreshToken,
    customer_id: session.userId,
  };
}
