import { getSecondFactorStep } from '@/lib/flows/get-second-factor-step';
import { startApiSession } from '@/lib/flows/start-api-session';
import { operations } from '@/lib/web/api-operations';
import { readShownFactor } from '@/lib/web/read-shown-factor';
import { refuse, reply } from '@/lib/web/reply';
import { resource } from '@/lib/web/resource';
import { route } from '@/lib/web/route';
import { renderSessionView } from '@/lib/web/session-view';

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = resource({
  POST: route(operations.startSession, async ({ db, body, client, visitor }) => {
    const shown = readShownFactor(body.second_factor);
    if (!shown.ok) return refuse('code_malformed');
    const asked = { grant: body.grant, owner: client.owner };
    const result = await startApiSession({ db }, { ...asked, secondFactor: shown.value, visitor });
    if (result.ok) return reply(201, renderSessionView(result.value));
    const { reason, attemptsLeft, retryAfterSeconds } = result;
    if (reason === 'grant_used') return refuse('grant_invalid');
    if (reason === 'factor_code_used') return refuse('code_used');
    if (reason !== 'second_factor_needed')
      return refuse(reason, { attempts_left: attemptsLeft, retryAfterSeconds });
    const step = await getSecondFactorStep({ db }, asked);
    const ways = (step?.ways ?? []).map(({ way, masked }) => ({ way, to: masked }));
    return refuse('second_factor_required', {
      detail:
        'Repeat with `second_factor` and the same grant, or send the customer to /login of this server.',
      second_factor: { ways },
    });
  }),
});
