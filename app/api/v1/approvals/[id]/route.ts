import { getApproval } from '@/lib/flows/get-approval';
import { refuseApproval } from '@/lib/flows/refuse-approval';
import { operations } from '@/lib/web/api-operations';
import { renderApprovalView } from '@/lib/web/approval-view';
import { parseCodeId } from '@/lib/web/code-id';
import { refuse, reply } from '@/lib/web/reply';
import { resource } from '@/lib/web/resource';
import { route } from '@/lib/web/route';

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = resource({
  GET: route(operations.getApproval, async ({ db, params, client }) => {
    const id = parseCodeId(params.id);
    const approval = id && (await getApproval({ db }, id, { clientId: client.owner.clientId! }));
    return approval ? reply(200, await renderApprovalView(approval)) : refuse('not_found');
  }),
  DELETE: route(operations.cancelApproval, async ({ db, params, client, visitor }) => {
    const id = parseCodeId(params.id);
    if (id === null) return refuse('not_found');
    const viewer = { clientId: client.owner.clientId! };
    const result = await refuseApproval({ db }, { id, viewer, visitor });
    return result.ok ? reply(204) : refuse(result.reason);
  }),
});
