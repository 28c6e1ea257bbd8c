import { findCustomer } from '@/lib/flows/find-customer';
import { requestApproval } from '@/lib/flows/request-approval';
import { operations } from '@/lib/web/api-operations';
import { renderApprovalView } from '@/lib/web/approval-view';
import { refuse, reply } from '@/lib/web/reply';
import { resource } from '@/lib/web/resource';
import { route } from '@/lib/web/route';

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = resource({
  POST: route(operations.requestApproval, async ({ db, body, client, visitor }) => {
    const {
      customer,
      channel,
      expires_in,
      kind,
      amount,
      currency,
      payee,
      text = '',
      reference = null,
    } = body;
    const account = await findCustomer({ db }, customer);
    if (!account) return refuse('not_found', { errors: { customer: 'There is no such customer.' } });
    const result = await requestApproval(
      { db },
      {
        account,
        operation: { kind, amount, currency, payee, text, reference },
        channel,
        lifeSeconds: expires_in ?? 600,
        clientId: client.owner.clientId!,
        visitor,
      },
    );
    if (!result.ok) return refuse(result.reason, { retryAfterSeconds: result.retryAfterSeconds });
    return reply(201, await renderApprovalView(result.value), {
      location: `/api/v1/approvals/${result.value.id}`,
    });
  }),
});
