import { passwordChangeUses } from '@/lib/flows/password-change-uses';
import { resetPassword } from '@/lib/flows/reset-password';
import { prepareTake } from '@/lib/limits/take-limits';
import { operations } from '@/lib/web/api-operations';
import { explainPasswordProblem } from '@/lib/web/explain-password-problem';
import { refuse, reply } from '@/lib/web/reply';
import { resource } from '@/lib/web/resource';
import { route } from '@/lib/web/route';

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = resource({
  POST: route(operations.resetPassword, async ({ db, body, client, visitor }) => {
    const take = await prepareTake(db, passwordChangeUses(visitor));
    if (!take.ok) return refuse('limited', { retryAfterSeconds: take.retryAfterSeconds });
    const result = await resetPassword({ db }, { ...body, owner: client.owner, visitor, take: take.value });
    if (result.ok) return reply(204);
    if (result.reason === 'grant_used') return refuse('grant_invalid');
    if (result.reason === 'limited')
      return refuse('limited', { retryAfterSeconds: result.retryAfterSeconds });
    return refuse('password_weak', { errors: { password: explainPasswordProblem(result.problem!) } });
  }),
});
