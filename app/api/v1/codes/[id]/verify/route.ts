import { grantTtlSeconds } from '@/lib/codes/purposes';
import { checkTypedCode } from '@/lib/flows/check-typed-code';
import { operations } from '@/lib/web/api-operations';
import { parseCodeId } from '@/lib/web/code-id';
import { maskedTo } from '@/lib/web/code-view';
import { refuse, reply } from '@/lib/web/reply';
import { resource } from '@/lib/web/resource';
import { route } from '@/lib/web/route';

const purposes = ['login', 'password_reset', 'registration', 'verification', 'second_factor'] as const;

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = resource({
  POST: route(operations.checkCode, async ({ db, body, params, client, visitor }) => {
    const id = parseCodeId(params.id);
    if (id === null) return refuse('not_found');
    const result = await checkTypedCode(
      { db },
      { id, typed: body.code, owner: client.owner, purposes, visitor },
    );
    if (!result.ok) {
      const { reason, attemptsLeft, retryAfterSeconds } = result;
      return refuse(reason, { attempts_left: attemptsLeft, retryAfterSeconds });
    }
    const { challenge, grant } = result.value;
    return reply(200, {
      valid: true,
      id: challenge.id,
      purpose: challenge.purpose,
      channel: challenge.channel,
      to: maskedTo(challenge),
      grant,
      grant_expires_at: new Date(challenge.now.getTime() + grantTtlSeconds * 1000).toISOString(),
    });
  }),
});
