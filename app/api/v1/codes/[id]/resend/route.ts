import { resendCode } from '@/lib/flows/resend-code';
import { operations } from '@/lib/web/api-operations';
import { parseCodeId } from '@/lib/web/code-id';
import { renderCodeView } from '@/lib/web/code-view';
import { refuse, reply } from '@/lib/web/reply';
import { resource } from '@/lib/web/resource';
import { route } from '@/lib/web/route';

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = resource({
  POST: route(operations.resendCode, async ({ db, params, client, visitor }) => {
    const id = parseCodeId(params.id);
    if (id === null) return refuse('not_found');
    const result = await resendCode({ db }, { id, owner: client.owner, visitor });
    if (!result.ok) return refuse(result.reason, { retryAfterSeconds: result.retryAfterSeconds });
    return reply(202, renderCodeView(result.value, { state: 'queued', reason: null }));
  }),
});
