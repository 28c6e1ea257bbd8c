import { refreshApiSession } from '@/lib/flows/refresh-api-session';
import { operations } from '@/lib/web/api-operations';
import { refuse, reply } from '@/lib/web/reply';
import { resource } from '@/lib/web/resource';
import { route } from '@/lib/web/route';
import { renderSessionView } from '@/lib/web/session-view';

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = resource({
  POST: route(operations.refreshSession, async ({ db, body, visitor }) => {
    const result = await refreshApiSession({ db }, { refreshToken: body.refresh_token, visitor });
    if (result.ok) return reply(200, renderSessionView(result.value));
    return refuse(result.reason, { retryAfterSeconds: result.retryAfterSeconds });
  }),
});
