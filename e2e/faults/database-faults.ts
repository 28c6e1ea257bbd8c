import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'pg';
import { Browser, header } from '../attacks/browser';
import { diskFull } from './disk-full';
import { type Fault, Skipped } from './fault';
import type { FaultTarget } from './fault-target';
import {
  askForCode,
  codeIn,
  outcomeOf,
  secondsSince,
  show,
  untilMail,
  untilRecovered,
  wholeTurn,
  wrongOf,
} from './flow';
import { untilReady, watchHealth } from './watch-health';

/** What every fault of the database has in common: refused with 503 and Retry-After, alive, back by itself. */
export async function withoutDatabase(
  target: FaultTarget,
  begin: () => Promise<void> | void,
  end: () => Promise<void> | void,
): Promise<string> {
  const health = watchHealth(target.instances);
  // Half of the way before the fault, the other half after it.
  const before = await askForCode(target);
  const code = codeIn((await untilMail(target, before.to, 10)).text);
  await outcomeOf(target.api.checkCode({ id: before.id, code: wrongOf(code) }));
  let noticed: number;
  let answered: number;
  await begin();
  try {
    noticed = await untilReady(target, 503, 6);
    answered = await requireRefusals(target, before.id, code);
  } finally {
    await end();
  }
  const recovered = await untilRecovered(target);
  await untilReady(target, 200, 1);
  const { attempts } = await target.db.otp.findUniqueOrThrow({ where: { id: before.id } });
  if (attempts < 1) throw new Error('a guess was forgotten');
  await target.api.checkCode({ id: before.id, code });
  const again = await outcomeOf(target.api.checkCode({ id: before.id, code }));
  if (!again.endsWith('code_used')) throw new Error(`a used code was answered ${again}`);
  await health.requireAlive();
  return `readiness 503 after ${show(noticed)}, refused within ${show(answered)}, recovered in ${show(recovered)}`;
}

/** Nobody gets in, and everybody is told to come back. @returns the longest wait for an answer */
async function requireRefusals(target: FaultTarget, id: string, code: string): Promise<number> {
  const browser = new Browser(target.baseUrl);
  const login = await browser.get('/login');
  if (login.status !== 200)
    throw new Error(`the sign-in page, which needs no database, answered ${login.status}`);
  const key = { authorization: `Bearer ${target.apiKey}` };
  const answers = await Promise.all([
    browser.json('POST', '/api/v1/codes', { purpose: 'verification', to: 'nobody@example.com' }, key),
    browser.json('POST', `/api/v1/codes/${id}/verify`, { code }, key),
    browser.get('/account', { cookie: 'latchkey.session=not-a-session' }),
    browser
      .openForm('/login', 'identifier')
      .then((form) => browser.post(form, { identifier: 'nobody@example.com', password: '', method: 'code' })),
  ]);
  const names = ['asking', 'checking', 'the account page', 'the sign-in form'];
  answers.forEach((answer, index) => {
    // Without a session worth looking up, the account page leads to the sign-in page, database or not.
    if (index === 2 && answer.status >= 300 && answer.status < 400) return;
    if (answer.status !== 503) throw new Error(`${names[index]} answered ${answer.status}, not 503`);
    if (!header(answer, 'retry-after')) throw new Error(`${names[index]} gave no Retry-After`);
  });
  return Math.max(...answers.map(({ milliseconds }) => milliseconds)) / 1000;
}

async function withClient<Done>(url: string, work: (client: Client) => Promise<Done>): Promise<Done> {
  const client = new Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => {});
  }
}

const terminate = (client: Client) =>
  client.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'latchkey' AND pid <> pg_backend_pid()`,
  );

/** Turn after turn while something is wrong. @returns what came out, by outcome */
async function load(target: FaultTarget, isOver: () => boolean, atOnce = 4) {
  const outcomes = new Map<string, number>();
  const acknowledged: { id: string; to: string }[] = [];
  const work = async () => {
    while (!isOver()) {
      const outcome = await outcomeOf(
        askForCode(target).then(({ id, to }) => {
          acknowledged.push({ id, to });
        }),
      );
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return { outcomes, acknowledged };
}

export const databaseFaults: Fault[] = [
  {
    name: 'database-stopped',
    promise: 'PostgreSQL is stopped for six seconds, in the middle of a flow',
    run: (target) =>
      withoutDatabase(
        target,
        () => target.postgres.stop(),
        async () => {
          await wait(6_000);
          await target.postgres.start();
        },
      ),
  },
  {
    name: 'database-killed',
    promise: 'PostgreSQL is killed (kill -9) in the middle of a flow, and starts again',
    run: (target) =>
      withoutDatabase(
        target,
        () => target.postgres.kill(),
        () => target.postgres.start(),
      ),
  },
  {
    name: 'database-connections-cut',
    promise:
      'All connections are ended again and again (pg_terminate_backend) under load: 503 at worst, nothing lost',
    run: (target) =>
      withClient(target.databaseUrl, async (client) => {
        const health = watchHealth(target.instances);
        let over = false;
        const cutting = (async () => {
          for (let round = 0; round < 20; round += 1) {
            await terminate(client);
            await wait(250);
          }
          over = true;
        })();
        const { outcomes, acknowledged } = await load(target, () => over);
        await cutting;
        const recovered = await untilRecovered(target);
        const bad = [...outcomes.keys()].filter((outcome) => outcome !== 'ok' && !outcome.startsWith('503 '));
        if (bad.length > 0) throw new Error(`answers: ${bad.join(', ')}`);
        await Promise.all(acknowledged.map(({ to }) => untilMail(target, to, 45)));
        await health.requireAlive();
        const refused = [...outcomes].reduce((sum, [name, count]) => (name === 'ok' ? sum : sum + count), 0);
        return `20 cuts: ${acknowledged.length} accepted and all sent, ${refused} refused with 503; recovered in ${show(recovered)}`;
      }),
  },
  {
    name: 'database-network-frozen',
    promise:
      'The network to PostgreSQL swallows everything for more than ten seconds; connections of that time stay dead',
    run: (target) =>
      withoutDatabase(
        target,
        () => target.wire.setFrozen(true),
        async () => {
          await wait(5_000);
          target.wire.setFrozen(false);
        },
      ),
  },
  {
    name: 'database-slow',
    promise: 'Each byte to and from PostgreSQL takes 200 ms longer: slow, and still right',
    async run(target) {
      const health = watchHealth(target.instances);
      target.wire.delayMs = 200;
      try {
        await wait(1_000);
        const began = performance.now();
        await wholeTurn(target, 20);
        const seconds = secondsSince(began);
        await untilReady(target, 200, 3);
        await health.requireAlive();
        return `a whole turn took ${show(seconds)}, readiness stayed 200`;
      } finally {
        target.wire.delayMs = 0;
      }
    },
  },
  {
    name: 'database-very-slow',
    promise: 'PostgreSQL takes longer than two seconds to answer: readiness 503, and back',
    async run(target) {
      const health = watchHealth(target.instances);
      target.wire.delayMs = 1_500;
      const noticed = await untilReady(target, 503, 8).finally(() => {
        target.wire.delayMs = 0;
      });
      const recovered = await untilRecovered(target);
      await untilReady(target, 200, 3);
      await health.requireAlive();
      return `readiness 503 after ${show(noticed)}, recovered in ${show(recovered)}`;
    },
  },
  {
    name: 'database-pool-exhausted',
    promise: 'A lock holds every connection of the app: 503 instead of a pile, and back when it is released',
    run: (target) =>
      withClient(target.databaseUrl, async (client) => {
        const health = watchHealth(target.instances);
        await client.query('BEGIN');
        await client.query('LOCK TABLE "Otp", "LimitWindow" IN ACCESS EXCLUSIVE MODE');
        const piled = Array.from({ length: 60 }, () => outcomeOf(askForCode(target)));
        const noticed = await untilReady(target, 503, 8);
        const outcomes = await Promise.race([Promise.all(piled.slice(-5)), wait(20_000)]);
        await client.query('ROLLBACK');
        const recovered = await untilRecovered(target);
        await untilReady(target, 200, 3);
        const all = await Promise.all(piled);
        const bad = all.filter((outcome) => outcome !== 'ok' && !outcome.startsWith('503 '));
        if (bad.length > 0) throw new Error(`answers: ${[...new Set(bad)].join(', ')}`);
        if (!outcomes) throw new Error('requests were kept waiting for more than 20 s');
        await health.requireAlive();
        const refused = all.filter((outcome) => outcome !== 'ok').length;
        return `readiness 503 after ${show(noticed)}; of 60 requests ${refused} got 503; recovered in ${show(recovered)}`;
      }),
  },
  {
    name: 'database-full-of-connections',
    promise: 'PostgreSQL has no connection left for the app',
    async run(target) {
      const takers: Client[] = [];
      // What is kept for its superuser, who the app is here, runs out as well.
      const take = async () => {
        for (;;) {
          const client = new Client({ connectionString: target.databaseUrl, connectionTimeoutMillis: 3_000 });
          client.on('error', () => {});
          try {
            await client.connect();
            takers.push(client);
          } catch {
            return;
          }
        }
      };
      return withClient(target.databaseUrl, (client) =>
        withoutDatabase(
          target,
          async () => {
            await terminate(client);
            await take();
            await terminate(client);
            await take();
          },
          async () => {
            await Promise.all(takers.map((one) => one.end().catch(() => {})));
          },
        ),
      );
    },
  },
  {
    name: 'database-disk-full',
    promise:
      'The disk of PostgreSQL is full: what cannot be written is refused with 503; space again, and it goes on',
    run: (target) => {
      if (process.platform !== 'linux' || process.getuid?.() !== 0)
        throw new Skipped('needs root on Linux, for a small file system of its own');
      return diskFull(target);
    },
  },
];
