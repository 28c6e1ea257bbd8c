import { type AddressKind, setAddress } from '@/lib/accounts/addresses';
import {
  type CustomerAccount,
  type CustomerChange,
  changeCustomer,
  getCustomer,
} from '@/lib/accounts/customers';
import { findAccountById, lockAccount } from '@/lib/accounts/find-account';
import { parseIdentifier } from '@/lib/accounts/parse-identifier';
import { endSessions } from '@/lib/accounts/sessions';
import { recordEvent } from '@/lib/audit/record-event';
import { endChallengesAndGrants } from '@/lib/codes/cancel-challenge';
import type { Database } from '@/lib/db/client';
import { isUniqueViolation } from '@/lib/db/is-unique-violation';
import { wakeOutbox } from '@/lib/delivery/outbox';
import { fail, ok, type Result } from '@/lib/result';
import { actorOf, type Deps, type Visitor } from './deps';
import { tellOfAddress } from './tell-of-address';

export interface UpdateCustomerInput {
  id: string;
  change: CustomerChange;
  /** Replace what the customer had; each as it was written. */
  addresses: { email?: string; phone?: string };
  /** The application has proved the addresses itself. */
  verified: boolean;
  visitor: Visitor;
}

/**
 * What a trusted application changes of a customer, all of it or nothing. A new address counts as unproved unless the
 * application says that it has proved it; the proved ones from before are told, and codes on their way to them are dead.
 */
export async function updateCustomer(
  { db }: Deps,
  input: UpdateCustomerInput,
): Promise<
  Result<CustomerAccount, 'not_found' | 'address_invalid' | 'address_taken', { field: AddressKind }>
> {
  const { id, change, visitor } = input;
  const wanted: [AddressKind, string][] = [];
  for (const kind of ['email', 'phone'] as const) {
    const typed = input.addresses[kind];
    if (typed === undefined) continue;
    const parsed = parseIdentifier(typed);
    if (parsed.kind !== kind) return fail('address_invalid', { field: kind });
    wanted.push([kind, parsed.address]);
  }
  try {
    const customer = await db.$transaction(async (tx) => {
      const inner = tx as Database;
      // First what hangs on the account, then its addresses, then the rest of it (docs/architecture.md, "The order of locks").
      const before = await lockAccount(inner, id);
      if (before?.role !== 'customer') return null;
      if (change.status === 'disabled') await endSessions(inner, id, 'disabled');
      if (wanted.some(([kind, address]) => before[kind] !== address)) await endChallengesAndGrants(inner, id);
      for (const [kind, address] of wanted) await replaceAddress(inner, input, kind, address);
      await changeCustomer(inner, id, change);
      const fields = Object.entries(change).flatMap(([name, value]) => (value === undefined ? [] : [name]));
      if (fields.length > 0) {
        await recordEvent(inner, {
          type: 'admin_action',
          userId: id,
          actor: actorOf(visitor),
          requestId: visitor.requestId,
          data: change.status
            ? { kind: change.status === 'disabled' ? 'disable' : 'enable' }
            : { kind: 'customer_changed', fields },
        });
      }
      return getCustomer(inner, id);
    });
    if (!customer) return fail('not_found');
    wakeOutbox();
    return ok(customer);
  } catch (error) {
    if (isUniqueViolation(error)) return fail('address_taken');
    throw error;
  }
}

async function replaceAddress(
  db: Database,
  { id, verified, visitor }: UpdateCustomerInput,
  kind: AddressKind,
  address: string,
): Promise<void> {
  const before = await findAccountById(db, id);
  if (!before || (before[kind] === address && !verified)) return;
  const former = await setAddress(db, id, kind, address, verified);
  const isSame = former.address === address;
  await recordEvent(db, {
    type: isSame ? 'address_verified' : former.address === null ? 'address_added' : 'address_changed',
    userId: id,
    actor: actorOf(visitor),
    requestId: visitor.requestId,
    data: { kind, by: 'api', verified },
  });
  if (isSame) return;
  // No way back by link: whoever has the old mailbox may be the reason for the change. Nor a word of the caller's device.
  const told = { before, kind, newAddress: address, undoId: null, visitor: { ...visitor, userAgent: null } };
  await tellOfAddress(db, told);
}
