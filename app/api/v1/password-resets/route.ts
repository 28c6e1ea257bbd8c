import { passwordChangeUses } from '@/lib/flows/password-change-uses';
import { resetPassword } from '@/lib/flows/reset-password';
import { resetPasswordByCode } from '@/lib/flows/reset-password-by-code';
import { prepareTake } from '@/lib/limits/take-limits';
import { operations } from '@/lib/web/api-operations';
import { parseCodeId } from '@/lib/web/code-id';
import { refuseReset } from '@/lib/web/refuse-reset';
import { refuseWithoutCodesScope } from '@/lib/web/refuse-without-codes-scope';
import { refuse, reply } from '@/lib/web/reply';
import { resource } from '@/lib/web/resource';
import { route } from '@/lib/web/route';

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = resource({
  POST: route(operations.resetPassword, async ({ db, body, client, visitor }) => {
    const { owner } = client;
    const { password } = body;
    if (body.grant !== undefined) {
      const take = await prepareTake(db, passwordChangeUses(visitor));
      if (!take.ok) return refuse('limited', { retryAfterSeconds: take.retryAfterSeconds });
      const input = { grant: body.grant, password, owner, visitor, take: take.value };
      const result = await resetPassword({ db }, input);
      return result.ok ? reply(204) : refuseReset(result);
    }
    const refused = refuseWithoutCodesScope(client);
    if (refused) return refused;
    const id = parseCodeId(body.code_id);
    if (id === null) return refuse('not_found');
    const result = await resetPasswordByCode({ db }, { id, typed: body.code!, password, owner, visitor });
    return result.ok ? reply(204) : refuseReset(result);
  }),
});
