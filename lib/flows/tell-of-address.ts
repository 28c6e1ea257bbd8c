import type { AddressKind } from '@/lib/accounts/addresses';
import type { Account } from '@/lib/accounts/find-account';
import { maskAddress } from '@/lib/accounts/mask-address';
import type { Database } from '@/lib/db/client';
import type { Visitor } from './deps';
import { tellOwner } from './tell-owner';

/**
 * Tells every address that was proved before a change, the replaced one included, of the change. Only the notice to the
 * replaced one has the link that takes it back.
 */
export async function tellOfAddress(
  db: Database,
  input: {
    before: Account;
    kind: AddressKind;
    newAddress: string | null;
    undoId: string | null;
    visitor: Visitor;
  },
): Promise<void> {
  const { before, kind, newAddress, undoId, visitor } = input;
  const channel = kind === 'email' ? 'email' : 'sms';
  const facts = { to: newAddress ? maskAddress(channel, newAddress) : '' };
  const template = newAddress ? 'address_changed' : 'address_removed';
  const replaced =
    kind === 'email' ? { ...before, phoneVerifiedAt: null } : { ...before, emailVerifiedAt: null };
  const others =
    kind === 'email' ? { ...before, emailVerifiedAt: null } : { ...before, phoneVerifiedAt: null };
  await tellOwner(db, replaced, template, visitor, undoId ? { ...facts, undo: { id: undoId } } : facts);
  await tellOwner(db, others, template, visitor, facts);
}
