import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createClient } from '@/lib/client/client';
import { pickFreePort } from '@/lib/db/postmaster';
import { Browser, header } from '../attacks/browser';
import { type Fault, Skipped } from './fault';
import { type FaultTarget, newEmail } from './fault-target';
import { outcomeOf, show, until, untilRecovered, wholeTurn } from './flow';
import { ask } from './instance';
import { watchHealth } from './watch-health';

const places = ['/usr/bin/redis-server', '/usr/local/bin/redis-server', '/opt/homebrew/bin/redis-server'];

/** A server of its own that counts in Redis; `begin` breaks Redis, `end` mends it. */
async function withRedis(
  main: FaultTarget,
  begin: (redis: ChildProcess) => void,
  end: (redis: ChildProcess, start: () => Promise<ChildProcess>) => Promise<ChildProcess>,
): Promise<string> {
  const program = places.find((path) => existsSync(path));
  if (!program) throw new Skipped('needs redis-server');
  const port = await pickFreePort();
  const folder = join(main.folder, 'redis');
  mkdirSync(folder, { recursive: true });
  const start = async () => {
    const options = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--appendonly', 'yes'];
    const child = spawn(program, options, { stdio: 'ignore' });
    await wait(300);
    return child;
  };
  let redis = await start();
  const instance = await main.newInstance('redis', { REDIS_URL: `redis://127.0.0.1:${port}` }, true);
  const target: FaultTarget = {
    ...main,
    ...{ baseUrl: instance.baseUrl, instances: [instance] },
    api: createClient({ baseUrl: instance.baseUrl, apiKey: main.apiKey }),
  };
  try {
    await wholeTurn(target);
    const health = watchHealth([instance]);
    begin(redis);
    const refused = await until('a refusal', 15, async () => {
      const outcome = await outcomeOf(target.api.requestCode({ purpose: 'verification', to: newEmail() }));
      return outcome === 'ok' ? null : outcome;
    });
    if (!refused.startsWith('503 '))
      throw new Error(`without Redis asking for a code was answered ${refused}`);
    const browser = new Browser(instance.baseUrl);
    const form = await browser.openForm('/login', 'identifier');
    const posted = await browser.post(form, {
      identifier: 'nobody@example.com',
      password: '',
      method: 'code',
    });
    if (posted.status !== 503 || !header(posted, 'retry-after'))
      throw new Error(`without Redis the sign-in form was answered ${posted.status}`);
    const ready = await ask(`${instance.baseUrl}/api/ready`, 6_000);
    if (ready !== 503) throw new Error(`without Redis readiness said ${ready}`);
    redis = await end(redis, start);
    const recovered = await untilRecovered(target);
    await until('readiness', 10, async () => (await ask(`${instance.baseUrl}/api/ready`)) === 200);
    await health.requireAlive();
    return `refused with 503 within ${show(posted.milliseconds / 1000)}, readiness 503, recovered in ${show(recovered)}`;
  } finally {
    await instance.stop();
    redis.kill('SIGKILL');
  }
}

export const redisFaults: Fault[] = [
  {
    name: 'redis-killed',
    promise: 'Redis is killed (kill -9): nothing is let through uncounted; started again, it goes on',
    run: (target) =>
      withRedis(
        target,
        (redis) => redis.kill('SIGKILL'),
        (_, start) => start(),
      ),
  },
  {
    name: 'redis-silent',
    promise: 'Redis takes connections and says nothing (SIGSTOP): refused in time, and back',
    run: (target) =>
      withRedis(
        target,
        (redis) => redis.kill('SIGSTOP'),
        async (redis) => {
          redis.kill('SIGCONT');
          return redis;
        },
      ),
  },
];
