import { showCustomer } from '@/lib/flows/list-customers';
import { updateCustomer } from '@/lib/flows/update-customer';
import { operations } from '@/lib/web/api-operations';
import { parseCodeId } from '@/lib/web/code-id';
import { renderAccountView } from '@/lib/web/customer-view';
import { refuse, reply } from '@/lib/web/reply';
import { resource } from '@/lib/web/resource';
import { route } from '@/lib/web/route';

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = resource({
  GET: route(operations.getAccount, async ({ db, params }) => {
    const id = parseCodeId(params.id);
    const customer = id && (await showCustomer({ db }, id));
    return customer ? reply(200, renderAccountView(customer)) : refuse('not_found');
  }),
  PATCH: route(operations.changeCustomer, async ({ db, params, body, visitor }) => {
    const id = parseCodeId(params.id);
    if (id === null) return refuse('not_found');
    const { email, phone, verified = false, customer_type: customerType, ...rest } = body;
    const change = { ...rest, customerType };
    const asked = { id, change, addresses: { email, phone }, verified, visitor };
    const result = await updateCustomer({ db }, asked);
    if (result.ok) return reply(200, renderAccountView(result.value));
    if (result.reason === 'not_found') return refuse('not_found');
    if (result.reason === 'address_taken')
      return refuse('conflict', { detail: 'An address has an account.' });
    return refuse('address_invalid', { errors: { [result.field ?? 'email']: 'Send a complete address.' } });
  }),
});
