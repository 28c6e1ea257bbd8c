import { type AddressKind, setAddress, takeUndo } from '@/lib/accounts/addresses';
import { findAccountById } from '@/lib/accounts/find-account';
import { endSessions } from '@/lib/accounts/sessions';
import { endTrust } from '@/lib/accounts/trusted-devices';
import { recordEvent } from '@/lib/audit/record-event';
import { endChallengesAndGrants } from '@/lib/codes/cancel-challenge';
import { readUndoToken } from '@/lib/config/undo-token';
import type { Database } from '@/lib/db/client';
import { isUniqueViolation } from '@/lib/db/is-unique-violation';
import { wakeOutbox } from '@/lib/delivery/outbox';
import { clientSubject } from '@/lib/limits/client-subject';
import { fail, ok, type Result } from '@/lib/result';
import type { Deps, Visitor } from './deps';
import { tellOwner } from './tell-owner';

/**
 * Takes a change of an address back, for who has the link that the old address got. Somebody else was in the account, so
 * every session, code and grant of it ends.
 */
export async function undoAddressChange(
  { db }: Deps,
  input: { token: string; visitor: Visitor },
): Promise<Result<{ kind: AddressKind }, 'link_used' | 'address_taken'>> {
  const id = readUndoToken(input.token);
  if (!id) return fail('link_used');
  const { visitor } = input;
  try {
    return await db.$transaction(async (tx) => {
      const inner = tx as Database;
      const undo = await takeUndo(inner, id);
      if (!undo) return fail('link_used' as const);
      await endSessions(inner, undo.userId, 'not_me');
      await endChallengesAndGrants(inner, undo.userId);
      await endTrust(inner, undo.userId, { exceptSecret: null });
      await setAddress(inner, undo.userId, undo.kind, undo.address);
      await recordEvent(inner, {
        type: 'not_me',
        userId: undo.userId,
        requestId: visitor.requestId,
        client: clientSubject(visitor.clientAddress),
        data: { undone: 'address', kind: undo.kind },
      });
      const account = await findAccountById(inner, undo.userId);
      if (account) await tellOwner(inner, account, 'address_restored', visitor);
      wakeOutbox();
      return ok({ kind: undo.kind });
    });
  } catch (error) {
    if (isUniqueViolation(error)) return fail('address_taken');
    throw error;
  }
}
