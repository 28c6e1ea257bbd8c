import { endApiSession } from '@/lib/flows/end-api-session';
import { operations } from '@/lib/web/api-operations';
import { reply } from '@/lib/web/reply';
import { resource } from '@/lib/web/resource';
import { route } from '@/lib/web/route';

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = resource({
  POST: route(operations.endSession, async ({ db, body, visitor }) => {
    await endApiSession({ db }, { refreshToken: body.refresh_token, visitor });
    return reply(204);
  }),
});
