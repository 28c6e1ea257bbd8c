import { endTrust as end } from '@/lib/accounts/trusted-devices';
import { recordEvent } from '@/lib/audit/record-event';
import { clientSubject } from '@/lib/limits/client-subject';
import { fail, ok, type Result } from '@/lib/result';
import type { Deps, Visitor } from './deps';

/** A browser that was trusted is asked for the second factor again. */
export async function endTrust(
  { db }: Deps,
  input: { userId: string; sessionId: string; deviceId: string; visitor: Visitor },
): Promise<Result<null, 'not_found'>> {
  const { userId, sessionId, visitor } = input;
  if ((await end(db, userId, { id: input.deviceId })) === 0) return fail('not_found');
  await recordEvent(db, {
    type: 'device_revoked',
    userId,
    sessionId,
    requestId: visitor.requestId,
    client: clientSubject(visitor.clientAddress),
  });
  return ok(null);
}
