import type { CustomerAccount } from '@/lib/accounts/customers';
import type { SessionCustomer } from '@/lib/accounts/refresh-tokens';

export function renderCustomerView(customer: SessionCustomer) {
  return {
    id: customer.id,
    name: customer.name,
    email: customer.email,
    email_verified: customer.emailVerifiedAt !== null,
    phone: customer.phone,
    phone_verified: customer.phoneVerifiedAt !== null,
  };
}

/** The same for a trusted back end, with what the customer is to the business. */
export function renderAccountView(account: CustomerAccount) {
  return {
    ...renderCustomerView(account),
    customer_type: account.customerType,
    status: account.status,
    locale: account.locale,
    created_at: account.createdAt.toISOString(),
  };
}
