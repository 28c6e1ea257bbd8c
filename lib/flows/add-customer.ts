import { type CustomerAccount, createCustomer } from '@/lib/accounts/customers';
import { parseIdentifier } from '@/lib/accounts/parse-identifier';
import { recordEvent } from '@/lib/audit/record-event';
import { fail, ok, type Result } from '@/lib/result';
import { actorOf, type Deps, type Visitor } from './deps';

export interface AddCustomerInput {
  name?: string;
  email?: string;
  phone?: string;
  verified?: boolean;
  customerType?: string | null;
  locale?: string | null;
  visitor: Visitor;
}

/** Adds a customer for a trusted application. Nothing is sent: who was added signs in by code. */
export async function addCustomer(
  { db }: Deps,
  input: AddCustomerInput,
): Promise<Result<CustomerAccount, 'address_invalid' | 'address_taken', { field: 'email' | 'phone' }>> {
  const email = input.email === undefined ? null : parseIdentifier(input.email);
  if (email && email.kind !== 'email') return fail('address_invalid', { field: 'email' });
  const phone = input.phone === undefined ? null : parseIdentifier(input.phone);
  if (phone && phone.kind !== 'phone') return fail('address_invalid', { field: 'phone' });
  if (!email && !phone) return fail('address_invalid', { field: 'email' });
  const { name = '', verified = false, customerType = null, locale = null, visitor } = input;
  const addresses = { email: email?.address ?? null, phone: phone?.address ?? null };
  const customer = await createCustomer(db, { name, ...addresses, verified, customerType, locale });
  if (!customer) return fail('address_taken');
  await recordEvent(db, {
    type: 'registered',
    userId: customer.id,
    actor: actorOf(visitor),
    requestId: visitor.requestId,
    data: { by: 'api', verified },
  });
  return ok(customer);
}
