import { resetPassword } from '@/lib/flows/reset-password';
import { operations } from '@/lib/web/api-operations';
import { explainPasswordProblem } from '@/lib/web/explain-password-problem';
import { limitPasswordChanges } from '@/lib/web/limit-password-changes';
import { refuse, reply } from '@/lib/web/reply';
import { resource } from '@/lib/web/resource';
import { route } from '@/lib/web/route';

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = resource({
  POST: route(operations.resetPassword, async ({ db, body, client, visitor }) => {
    const allowed = await limitPasswordChanges(db, visitor);
    if (!allowed.ok) return refuse('limited', { retryAfterSeconds: allowed.retryAfterSeconds });
    const result = await resetPassword({ db }, { ...body, owner: client.owner, visitor });
    if (result.ok) return reply(204);
    if (result.reason === 'grant_used') return refuse('grant_invalid');
    return refuse('password_weak', { errors: { password: explainPasswordProblem(result.problem!) } });
  }),
});
