import { endSessionByRefreshToken } from '@/lib/accounts/refresh-tokens';
import { recordEvent } from '@/lib/audit/record-event';
import { clientSubject } from '@/lib/limits/client-subject';
import type { Deps, Visitor } from './deps';

/** Ends the session of a refresh token. Without one there is nothing to do, and nothing to tell. */
export async function endApiSession(
  { db }: Deps,
  { refreshToken, visitor }: { refreshToken: string; visitor: Visitor },
): Promise<void> {
  const ended = await endSessionByRefreshToken(db, refreshToken);
  if (!ended) return;
  await recordEvent(db, {
    type: 'signed_out',
    ...ended,
    requestId: visitor.requestId,
    client: clientSubject(visitor.clientAddress),
  });
}
