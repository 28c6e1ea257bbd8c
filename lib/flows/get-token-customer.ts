import { readAccessToken } from '@/lib/accounts/access-tokens';
import { getSessionCustomer, type SessionCustomer } from '@/lib/accounts/refresh-tokens';
import type { Deps } from './deps';

/** Who an access token speaks for, while its session lives: signing out ends it before its time. */
export async function getTokenCustomer({ db }: Deps, token: string): Promise<SessionCustomer | null> {
  const claims = await readAccessToken(token);
  return claims ? getSessionCustomer(db, claims.sessionId) : null;
}
