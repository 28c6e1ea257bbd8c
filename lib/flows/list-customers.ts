import {
  type CustomerAccount,
  type CustomerCursor,
  findCustomers,
  getCustomer,
} from '@/lib/accounts/customers';
import type { Deps } from './deps';
import { findCustomer } from './find-customer';

/** One page, and where the next one begins. With an address: the one who has it, or nobody. */
export async function listCustomers(
  { db }: Deps,
  { limit, after, address }: { limit: number; after: CustomerCursor | null; address?: string },
): Promise<{ customers: CustomerAccount[]; next: CustomerCursor | null }> {
  if (address !== undefined) {
    const account = await findCustomer({ db }, address);
    const customer = account && (await getCustomer(db, account.id));
    return { customers: customer ? [customer] : [], next: null };
  }
  const found = await findCustomers(db, { limit: limit + 1, after });
  const customers = found.slice(0, limit);
  return { customers, next: found.length > limit ? customers.at(-1)! : null };
}

export function showCustomer({ db }: Deps, id: string): Promise<CustomerAccount | null> {
  return getCustomer(db, id);
}
