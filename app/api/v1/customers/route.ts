import { addCustomer } from '@/lib/flows/add-customer';
import { listCustomers } from '@/lib/flows/list-customers';
import { listCustomersSchema } from '@/lib/schemas/api/customers';
import { operations } from '@/lib/web/api-operations';
import { readCursor, writeCursor } from '@/lib/web/customer-cursor';
import { renderAccountView } from '@/lib/web/customer-view';
import { readQuery } from '@/lib/web/read-query';
import { refuse, reply } from '@/lib/web/reply';
import { resource } from '@/lib/web/resource';
import { route } from '@/lib/web/route';

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = resource({
  GET: route(operations.listCustomers, async ({ db, request }) => {
    const query = readQuery(request, listCustomersSchema);
    if (!query.ok) return refuse('request_invalid', { errors: query.errors });
    const { limit, cursor, address } = query.value;
    const after = cursor === undefined ? null : readCursor(cursor);
    if (cursor !== undefined && !after)
      return refuse('request_invalid', { errors: { cursor: 'Send the `next_cursor` of the page before.' } });
    const { customers, next } = await listCustomers({ db }, { limit, after, address });
    return reply(200, {
      customers: customers.map(renderAccountView),
      next_cursor: next ? writeCursor(next) : null,
    });
  }),
  POST: route(operations.createCustomer, async ({ db, body, visitor }) => {
    const { customer_type: customerType, ...rest } = body;
    const result = await addCustomer({ db }, { ...rest, customerType, visitor });
    if (result.ok) {
      return reply(201, renderAccountView(result.value), {
        location: `/api/v1/customers/${result.value.id}`,
      });
    }
    if (result.reason === 'address_taken')
      return refuse('conflict', { detail: 'An address has an account.' });
    return refuse('address_invalid', { errors: { [result.field ?? 'email']: 'Send a complete address.' } });
  }),
});
