import {
  type Attack,
  askOverApi,
  copyOf,
  countGuesses,
  customer,
  inRounds,
  parallel,
  wrongOf,
} from './attack';
import type { Browser } from './browser';
import type { Target } from './target';

const start = (client: Browser, code_id: string, code: string) =>
  copyOf(client).json('POST', '/api/v1/sessions', { code_id, code });
const verify = (client: Browser, id: string, code: string) =>
  copyOf(client).json('POST', `/api/v1/codes/${id}/verify`, { code });
const sessionsOf = (target: Target, userId: string) => target.db.session.count({ where: { userId } });

/** The call that takes a code and gives a session (`POST /api/v1/sessions`), alone and beside the one that gives a grant. */
export const sessionGuesses: Attack[] = [
  {
    name: 'Over the API, twenty wrong codes for a session at once: at most five are compared',
    run: (target, rounds) =>
      countGuesses(target, rounds, async () => {
        const { id: userId, email } = await customer(target);
        const { client, id, code } = await askOverApi(target, email);
        await parallel(20, (index) => (index % 2 ? start : verify)(client, id, wrongOf(code)));
        const answered = (await start(client, id, code)).status === 201 ? 1 : 0;
        return { id, taken: answered + (await sessionsOf(target, userId)) };
      }),
  },
  {
    name: 'Over the API, the right code five times at once for sessions: one session, and no grant',
    async run(target, rounds) {
      let once = 0;
      await inRounds(rounds, async () => {
        const { id: userId, email } = await customer(target);
        const { client, id, code } = await askOverApi(target, email);
        const answers = await parallel(5, () => start(client, id, code));
        const given = answers.filter(({ status }) => status === 201).length;
        const grants = await target.db.grant.count({ where: { otpId: id } });
        if (given === 1 && grants === 0 && (await sessionsOf(target, userId)) === 1) once += 1;
      });
      return { held: once === rounds, detail: `one session in ${once} of ${rounds}` };
    },
  },
  {
    name: 'Over the API, the right code at once for sessions and for grants: one of them, once',
    async run(target, rounds) {
      let once = 0;
      let asSession = 0;
      await inRounds(rounds, async () => {
        const { id: userId, email } = await customer(target);
        const { client, id, code } = await askOverApi(target, email);
        const answers = await parallel(5, (index) => (index % 2 ? verify : start)(client, id, code));
        const given = answers.filter(({ status }) => status < 300);
        const sessions = await sessionsOf(target, userId);
        const grants = await target.db.grant.count({ where: { otpId: id } });
        if (given.length === 1 && sessions + grants === 1) once += 1;
        asSession += sessions;
      });
      return { held: once === rounds, detail: `one in ${once} of ${rounds}, ${asSession} of them a session` };
    },
  },
  {
    name: 'Over the API, the right code at once while a second factor is turned on: never a session after it',
    async run(target, rounds) {
      let late = 0;
      await inRounds(rounds, async () => {
        const { id: userId, email } = await customer(target);
        const { client, id, code } = await askOverApi(target, email);
        const factor = target.db.factor.create({
          data: { userId, kind: 'sms', confirmedAt: new Date() },
        });
        const [{ status }] = await Promise.all([start(client, id, code), factor]);
        const again = await askOverApi(target, email);
        if ((await start(again.client, again.id, again.code)).status !== 403) late += 1;
        if ((await sessionsOf(target, userId)) !== (status === 201 ? 1 : 0)) late += 1;
      });
      return { held: late === 0, detail: `${rounds} rounds: ${late} sessions that should not be` };
    },
  },
];
