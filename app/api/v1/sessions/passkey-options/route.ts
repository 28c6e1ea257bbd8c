import { askPasskey } from '@/lib/flows/ask-passkey';
import { getSecondFactorStep } from '@/lib/flows/get-second-factor-step';
import { operations } from '@/lib/web/api-operations';
import { refuse, reply } from '@/lib/web/reply';
import { resource } from '@/lib/web/resource';
import { route } from '@/lib/web/route';

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = resource({
  POST: route(operations.askPasskey, async ({ db, body, client: { owner }, visitor }) => {
    const step = await getSecondFactorStep({ db }, { grant: body.grant, owner });
    if (!step) return refuse('grant_invalid');
    if (!step.ways.some(({ way }) => way === 'passkey')) return refuse('way_closed');
    const use = { use: 'second_factor', userId: step.account.id } as const;
    const asked = await askPasskey({ db }, { for: use, owner, visitor });
    if (asked.ok) return reply(200, asked.value);
    const { reason, retryAfterSeconds } = asked;
    return reason === 'limited' ? refuse(reason, { retryAfterSeconds }) : refuse('way_closed');
  }),
});
