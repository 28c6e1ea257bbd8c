import { requestSecondFactorCode } from '@/lib/flows/request-second-factor-code';
import { operations } from '@/lib/web/api-operations';
import { renderCodeView } from '@/lib/web/code-view';
import { refuse, reply } from '@/lib/web/reply';
import { resource } from '@/lib/web/resource';
import { route } from '@/lib/web/route';

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = resource({
  POST: route(operations.requestSecondFactorCode, async ({ db, body, client, visitor }) => {
    const result = await requestSecondFactorCode({ db }, { ...body, owner: client.owner, visitor });
    if (!result.ok) {
      const { reason, retryAfterSeconds } = result;
      return refuse(reason === 'grant_used' ? 'grant_invalid' : reason, { retryAfterSeconds });
    }
    const { challenge } = result.value;
    return reply(202, renderCodeView(challenge, { state: 'queued', reason: null }), {
      location: `/api/v1/codes/${challenge.id}`,
    });
  }),
});
