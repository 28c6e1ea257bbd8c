import { parseIdentifier } from '@/lib/accounts/parse-identifier';
import { requestCode } from '@/lib/flows/request-code';
import { publicText } from '@/lib/schemas/public-text';
import { operations } from '@/lib/web/api-operations';
import { renderCodeView } from '@/lib/web/code-view';
import { rateLimitFields } from '@/lib/web/rate-limit-fields';
import { refuse, reply } from '@/lib/web/reply';
import { resource } from '@/lib/web/resource';
import { route } from '@/lib/web/route';

const needsTypedAddress = new Set(['registration', 'verification']);

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = resource({
  POST: route(operations.requestCode, async ({ db, body, client, visitor }) => {
    const { purpose, to, channel } = body;
    if (purpose === 'second_factor' && !client.key) return refuse('unauthorized');
    const identifier = parseIdentifier(to);
    if (identifier.kind === 'invalid') {
      return refuse('address_invalid', { errors: { to: publicText(identifier.reason) } });
    }
    if (
      channel &&
      needsTypedAddress.has(purpose) &&
      (channel === 'email') !== (identifier.kind === 'email')
    ) {
      return refuse('request_invalid', { errors: { channel: 'This channel does not reach this address.' } });
    }
    const result = await requestCode({ db }, { purpose, identifier, channel, owner: client.owner, visitor });
    if (!result.ok) return refuse(result.reason, { retryAfterSeconds: result.retryAfterSeconds });
    const { challenge, limitsLeft } = result.value;
    return reply(202, renderCodeView(challenge, { state: 'queued', reason: null }), {
      location: `/api/v1/codes/${challenge.id}`,
      ...rateLimitFields(limitsLeft, client.key?.perMinute ?? null),
    });
  }),
});
