import { registerByApi } from '@/lib/flows/register-by-api';
import { operations } from '@/lib/web/api-operations';
import { renderCustomerView } from '@/lib/web/customer-view';
import { explainPasswordProblem } from '@/lib/web/explain-password-problem';
import { refuse, reply } from '@/lib/web/reply';
import { resource } from '@/lib/web/resource';
import { route } from '@/lib/web/route';

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = resource({
  POST: route(operations.register, async ({ db, body, client, visitor }) => {
    const result = await registerByApi({ db }, { ...body, owner: client.owner, visitor });
    if (result.ok) {
      const { customer, grant } = result.value;
      return reply(201, { ...renderCustomerView(customer), grant });
    }
    if (result.reason === 'password_weak') {
      return refuse('password_weak', { errors: { password: explainPasswordProblem(result.problem!) } });
    }
    if (result.reason === 'grant_used') return refuse('grant_invalid');
    if (result.reason === 'address_taken')
      return refuse('conflict', { detail: 'This address has an account.' });
    return refuse('limited', { retryAfterSeconds: result.retryAfterSeconds });
  }),
});
