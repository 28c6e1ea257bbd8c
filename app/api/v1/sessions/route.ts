import { startApiSession } from '@/lib/flows/start-api-session';
import { startApiSessionByCode } from '@/lib/flows/start-api-session-by-code';
import { operations } from '@/lib/web/api-operations';
import { parseCodeId } from '@/lib/web/code-id';
import { readShownFactor } from '@/lib/web/read-shown-factor';
import { refuseSession } from '@/lib/web/refuse-session';
import { refuseWithoutCodesScope } from '@/lib/web/refuse-without-codes-scope';
import { refuse, reply } from '@/lib/web/reply';
import { resource } from '@/lib/web/resource';
import { route } from '@/lib/web/route';
import { renderSessionView } from '@/lib/web/session-view';

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = resource({
  POST: route(operations.startSession, async ({ db, body, client, visitor }) => {
    const { owner } = client;
    const shown = readShownFactor(body.second_factor);
    if (!shown.ok) return refuse('code_malformed');
    const asked = { owner, visitor, secondFactor: shown.value };
    if (body.grant !== undefined) {
      const { grant } = body;
      const result = await startApiSession({ db }, { ...asked, grant });
      return result.ok
        ? reply(201, renderSessionView(result.value))
        : refuseSession(db, result, { grant, owner, isNews: false });
    }
    const refused = refuseWithoutCodesScope(client);
    if (refused) return refused;
    const id = parseCodeId(body.code_id);
    if (id === null) return refuse('not_found');
    const result = await startApiSessionByCode({ db }, { ...asked, id, typed: body.code! });
    return result.ok
      ? reply(201, renderSessionView(result.value))
      : refuseSession(db, result, { grant: result.grant, owner, isNews: true });
  }),
});
