import { executeApproval } from '@/lib/flows/execute-approval';
import { operations } from '@/lib/web/api-operations';
import { renderApprovalView } from '@/lib/web/approval-view';
import { parseCodeId } from '@/lib/web/code-id';
import { refuse, reply } from '@/lib/web/reply';
import { resource } from '@/lib/web/resource';
import { route } from '@/lib/web/route';

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = resource({
  POST: route(operations.executeApproval, async ({ db, body, params, client, visitor }) => {
    const id = parseCodeId(params.id);
    if (id === null) return refuse('not_found');
    const clientId = client.owner.clientId!;
    const result = await executeApproval({ db }, { id, receipt: body.receipt, clientId, visitor });
    return result.ok ? reply(200, await renderApprovalView(result.value)) : refuse(result.reason);
  }),
});
