import { randomInt } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Fault } from './fault';
import type { FaultTarget } from './fault-target';
import {
  codeIn,
  mailsTo,
  outcomeOf,
  secondsSince,
  show,
  until,
  untilMail,
  untilRecovered,
  wrongOf,
} from './flow';
import { ask, type Instance } from './instance';
import { untilReady } from './watch-health';

/** Who takes a message and is killed keeps it for the 30 s of its lease; that may happen more than once. */
const mailSeconds = 150;

/** What one client was told about one code: the books that the database is checked against afterwards. */
interface Story {
  id: string;
  to: string;
  code: string;
  /** Wrong guesses whose answer arrived. */
  wrongTold: number;
  /** Times that the code was told to be right. */
  rightTold: number;
  /** Sessions that its grant gave. */
  sessions: number;
}

/** Asks, guesses wrong, guesses right, redeems, again and again; what is not answered is repeated, as people do. */
export async function liveThroughFaults(target: FaultTarget, isOver: () => boolean): Promise<Story[]> {
  const stories: Story[] = [];
  const { api } = target;
  const insist = async <Answer>(work: () => Promise<Answer>): Promise<Answer | string> => {
    for (const began = performance.now(); ; ) {
      let answer: Answer | undefined;
      const outcome = await outcomeOf(
        work().then((value) => {
          answer = value;
        }),
      );
      if (outcome === 'ok') return answer as Answer;
      if (!/^(no answer|50[234] )/.test(outcome) || secondsSince(began) > mailSeconds) return outcome;
      await wait(50);
    }
  };
  const live = async () => {
    while (!isOver()) {
      const { email: to } = await target.addCustomer();
      const asked = await outcomeOfRequest(() => api.requestCode({ purpose: 'login', to }));
      if (!asked) {
        await wait(100);
        continue;
      }
      const story: Story = {
        id: asked.id,
        to,
        code: '',
        wrongTold: 0,
        rightTold: 0,
        sessions: 0,
      };
      stories.push(story);
      story.code = codeIn((await untilMail(target, to, mailSeconds)).text);
      const { id, code } = story;
      for (let guess = 0; guess < 2; guess += 1) {
        const outcome = await outcomeOf(api.checkCode({ id, code: wrongOf(code) }));
        if (outcome.endsWith('code_incorrect')) story.wrongTold += 1;
      }
      // Two at once: never two winners, whoever dies meanwhile.
      const answers = await Promise.all([0, 1].map(() => insist(() => api.checkCode({ id, code }))));
      const wins = answers.filter((answer) => typeof answer === 'object');
      story.rightTold = wins.length;
      for (const win of wins) {
        const { grant } = win as { grant: string };
        const sessions = await Promise.all([0, 1].map(() => insist(() => api.startSession({ grant }))));
        story.sessions += sessions.filter((answer) => typeof answer === 'object').length;
      }
    }
  };
  await Promise.all(Array.from({ length: 16 }, live));
  return stories;
}

async function outcomeOfRequest<Answer>(work: () => Promise<Answer>): Promise<Answer | null> {
  let answer: Answer | null = null;
  await outcomeOf(
    work().then((value) => {
      answer = value;
    }),
  );
  return answer;
}

/** A main process or a web process, at random; a supervisor (systemd, Kubernetes) starts a main process again. */
async function killOne(instance: Instance): Promise<'main' | 'web' | null> {
  // A main process ends by itself when its first web process is killed before it was ready.
  if (instance.hasEnded()) {
    instance.launch();
    return null;
  }
  const workers = instance.workers();
  const takesMain = randomInt(3) === 0 || workers.length === 0;
  const pid = takesMain ? instance.pid : workers[randomInt(workers.length)]!;
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    return null;
  }
  if (!takesMain) return 'web';
  await until('the end of a main process', 5, () => instance.hasEnded());
  await wait(200);
  instance.launch();
  return 'main';
}

async function isAnswering({ instances }: FaultTarget): Promise<boolean> {
  for (const instance of instances) if (instance.hasEnded()) instance.launch();
  const answers = await Promise.all(instances.map(({ baseUrl }) => ask(`${baseUrl}/api/ready`)));
  return answers.includes(200);
}

/** What the clients were told, held against the database. @throws where something was lost, revived or done twice */
export async function checkBooks(target: FaultTarget, stories: readonly Story[]): Promise<string> {
  const broken: string[] = [];
  await Promise.all(stories.map(({ to }) => untilMail(target, to, mailSeconds)));
  for (const story of stories) {
    const { id, to, code } = story;
    if (new Set(mailsTo(target, to).map(({ text }) => codeIn(text))).size !== 1)
      broken.push('two codes in mails');
    const row = await target.db.otp.findUniqueOrThrow({ where: { id } });
    if (row.attempts < story.wrongTold + story.rightTold) broken.push('a guess was forgotten');
    if (story.rightTold > 1) broken.push('a code was right twice');
    if (story.sessions > 1) broken.push('a grant gave two sessions');
    if ((await target.db.grant.count({ where: { otpId: id, purpose: 'login' } })) > 1)
      broken.push('two grants of one code');
    if (story.rightTold === 1 && row.consumedAt === null) broken.push('a used code is live again');
    if (row.consumedAt !== null) {
      const again = await outcomeOf(target.api.checkCode({ id, code }));
      if (again === 'ok') broken.push('a dead code was taken');
    }
  }
  if (broken.length > 0)
    throw new Error(`${broken.length} of ${stories.length}: ${[...new Set(broken)].join(', ')}`);
  if (!stories.some(({ sessions }) => sessions === 1))
    throw new Error('no grant gave a session: nothing was shown');
  const count = (of: (story: Story) => number) => stories.reduce((sum, story) => sum + of(story), 0);
  return `${stories.length} codes accepted and all sent, ${count((one) => one.wrongTold)} wrong guesses all counted, ${count((one) => one.rightTold)} right once, ${count((one) => one.sessions)} sessions`;
}

export const killFaults: Fault[] = [
  {
    name: 'kill-100',
    promise:
      '100 random `kill -9` of the app under load: nothing acknowledged is lost, no dead code revives, no guess is forgotten, no double success',
    async run(target) {
      let over = false;
      const counts = { main: 0, web: 0 };
      const killing = (async () => {
        while (counts.main + counts.web < 100) {
          // Each blow falls on a house that stands: while nobody answers, there is nothing to lose.
          await until('a server that answers', 30, () => isAnswering(target));
          await wait(randomInt(1_200));
          const instance = target.instances[randomInt(target.instances.length)]!;
          const killed = await killOne(instance);
          if (killed) counts[killed] += 1;
        }
        over = true;
      })();
      const began = performance.now();
      // Together: what fails on one side ends the other, too.
      const [stories] = await Promise.all([
        liveThroughFaults(target, () => over),
        killing.finally(() => {
          over = true;
        }),
      ]);
      const took = secondsSince(began);
      for (const instance of target.instances) if (instance.hasEnded()) instance.launch();
      const recovered = await untilRecovered(target);
      const ready = await untilReady(target, 200, 10);
      return `${counts.main} main and ${counts.web} web processes in ${show(took)}; ${await checkBooks(target, stories)}; recovered in ${show(recovered)}, all ready in ${show(ready)}`;
    },
  },
];
