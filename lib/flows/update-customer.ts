import { type CustomerAccount, type CustomerChange, changeCustomer } from '@/lib/accounts/customers';
import { endSessions } from '@/lib/accounts/sessions';
import { recordEvent } from '@/lib/audit/record-event';
import { actorOf, type Deps, type Visitor } from './deps';

/** What a trusted application may change of a customer. Addresses are not among it: their owners prove them. */
export async function updateCustomer(
  { db }: Deps,
  { id, change, visitor }: { id: string; change: CustomerChange; visitor: Visitor },
): Promise<CustomerAccount | null> {
  const customer = await changeCustomer(db, id, change);
  if (!customer) return null;
  if (change.status === 'disabled') await endSessions(db, id, 'disabled');
  await recordEvent(db, {
    type: 'admin_action',
    userId: id,
    actor: actorOf(visitor),
    requestId: visitor.requestId,
    data: change.status
      ? { kind: change.status === 'disabled' ? 'disable' : 'enable' }
      : { kind: 'customer_changed', fields: Object.keys(change) },
  });
  return customer;
}
