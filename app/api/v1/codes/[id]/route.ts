import { cancelCode } from '@/lib/flows/cancel-code';
import { getCodeState } from '@/lib/flows/get-code-state';
import { operations } from '@/lib/web/api-operations';
import { parseCodeId } from '@/lib/web/code-id';
import { renderCodeView } from '@/lib/web/code-view';
import { refuse, reply } from '@/lib/web/reply';
import { resource } from '@/lib/web/resource';
import { route } from '@/lib/web/route';

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = resource({
  GET: route(operations.getCode, async ({ db, params, client, visitor }) => {
    const id = parseCodeId(params.id);
    if (id === null) return refuse('not_found');
    const result = await getCodeState({ db }, { id, owner: client.owner, visitor });
    if (!result.ok) return refuse(result.reason, { retryAfterSeconds: result.retryAfterSeconds });
    return reply(200, renderCodeView(result.value.challenge, result.value.delivery));
  }),
  DELETE: route(operations.cancelCode, async ({ db, params, client, visitor }) => {
    const id = parseCodeId(params.id);
    if (id === null) return refuse('not_found');
    const result = await cancelCode({ db }, { id, owner: client.owner, visitor });
    return result.ok ? reply(204) : refuse(result.reason);
  }),
});
