import { trustDevice } from '@/lib/accounts/trusted-devices';
import { recordEvent } from '@/lib/audit/record-event';
import { clientSubject } from '@/lib/limits/client-subject';
import type { Deps, Visitor } from './deps';

/** Called right after a second factor was accepted, if its owner asked not to be asked in this browser again. */
export async function trustBrowser(
  { db }: Deps,
  input: { userId: string; secret: string; visitor: Visitor },
): Promise<void> {
  const { userId, secret, visitor } = input;
  const client = clientSubject(visitor.clientAddress);
  await trustDevice(db, userId, { secret, userAgent: visitor.userAgent, clientAddress: client });
  await recordEvent(db, { type: 'device_trusted', userId, requestId: visitor.requestId, client });
}
