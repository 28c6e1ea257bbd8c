import { endSessions as endAll, endOneSession } from '@/lib/accounts/sessions';
import { endTrust } from '@/lib/accounts/trusted-devices';
import { recordEvent } from '@/lib/audit/record-event';
import { clientSubject } from '@/lib/limits/client-subject';
import { fail, ok, type Result } from '@/lib/result';
import type { Deps, Visitor } from './deps';

/** Ends one session of an account, or all but the one that asks. */
export async function endSessions(
  { db }: Deps,
  input: {
    userId: string;
    ownSessionId: string;
    only: string | null;
    /** Of this browser, which stays trusted where all others end. */
    trustSecret?: string | null;
    visitor: Visitor;
  },
): Promise<Result<{ ended: number }, 'not_found'>> {
  const { userId, ownSessionId, only, visitor } = input;
  const ended =
    only === null
      ? await endAll(db, userId, 'revoked', ownSessionId)
      : Number(await endOneSession(db, userId, only, 'revoked'));
  if (only !== null && ended === 0) return fail('not_found');
  if (only === null) await endTrust(db, userId, { exceptSecret: input.trustSecret ?? null });
  await recordEvent(db, {
    type: 'sessions_ended',
    userId,
    sessionId: ownSessionId,
    requestId: visitor.requestId,
    client: clientSubject(visitor.clientAddress),
    data: { ended },
  });
  return ok({ ended });
}
