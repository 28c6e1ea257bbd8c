import { getTokenCustomer } from '@/lib/flows/get-token-customer';
import { operations } from '@/lib/web/api-operations';
import { renderCustomerView } from '@/lib/web/customer-view';
import { refuse, reply } from '@/lib/web/reply';
import { resource } from '@/lib/web/resource';
import { route } from '@/lib/web/route';

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = resource({
  GET: route(operations.getCustomer, async ({ db, request }) => {
    const token = /^Bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
    const customer = token ? await getTokenCustomer({ db }, token) : null;
    if (!customer) return refuse('token_invalid', undefined, { 'www-authenticate': 'Bearer' });
    return reply(200, renderCustomerView(customer));
  }),
});
