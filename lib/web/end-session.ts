import { endSessionByToken } from '@/lib/accounts/sessions';
import { recordEvent } from '@/lib/audit/record-event';
import { getDatabase } from '@/lib/db/client';
import type { Visitor } from '@/lib/flows/deps';
import { clientSubject } from '@/lib/limits/client-subject';
import { signOut } from './auth';
import { readSessionToken } from './session';

/** Signs this browser out: its row ends first, then NextAuth takes the cookie back. */
export async function endSession(visitor: Visitor): Promise<void> {
  const token = await readSessionToken();
  const ended = token ? await endSessionByToken(getDatabase(), token, 'sign_out') : null;
  if (ended) {
    await recordEvent(getDatabase(), {
      type: 'signed_out',
      userId: ended.userId,
      sessionId: ended.id,
      requestId: visitor.requestId,
      client: clientSubject(visitor.clientAddress),
    });
  }
  await signOut({ redirect: false });
}
