import type { Attack } from './attack';
import { askOverApi, copyOf, countGuesses, customer, inRounds, parallel, wrongOf } from './attack';
import type { Browser } from './browser';
import type { Target } from './target';

const password = 'harbour tulip nineteen';
const reset = (client: Browser, code_id: string, code: string) =>
  copyOf(client).json('POST', '/api/v1/password-resets', { code_id, code, password });
const verify = (client: Browser, id: string, code: string) =>
  copyOf(client).json('POST', `/api/v1/codes/${id}/verify`, { code });
const resetsOf = (target: Target, userId: string) =>
  target.db.auditEvent.count({ where: { userId, type: 'password_reset' } });

/** The call that takes a code and sets a password (`POST /api/v1/password-resets`), beside the one that gives a grant. */
export const resetGuesses: Attack[] = [
  {
    name: 'Over the API, twenty wrong codes for a new password at once: at most five are compared',
    run: (target, rounds) =>
      countGuesses(target, rounds, async () => {
        const { id: userId, email } = await customer(target);
        const { client, id, code } = await askOverApi(target, email, 'password_reset');
        await parallel(20, (index) => (index % 2 ? reset : verify)(client, id, wrongOf(code)));
        await reset(client, id, code);
        return { id, taken: await resetsOf(target, userId) };
      }),
  },
  {
    name: 'Over the API, the right code at once for passwords and for grants: one of them, once',
    async run(target, rounds) {
      let once = 0;
      let asPassword = 0;
      await inRounds(rounds, async () => {
        const { id: userId, email } = await customer(target);
        const { client, id, code } = await askOverApi(target, email, 'password_reset');
        const answers = await parallel(5, (index) => (index % 2 ? verify : reset)(client, id, code));
        const given = answers.filter(({ status }) => status < 300);
        const resets = await resetsOf(target, userId);
        const grants = await target.db.grant.count({ where: { otpId: id } });
        if (given.length === 1 && resets + grants === 1) once += 1;
        asPassword += resets;
      });
      return {
        held: once === rounds,
        detail: `one in ${once} of ${rounds}, ${asPassword} of them a password`,
      };
    },
  },
];
