import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { readRedisAddress } from '@/lib/config/redis-address';
import { localhostCertificate, localhostKey } from '@/lib/delivery/providers/stand-ins/localhost-certificate';
import { isDatabaseAway } from './is-database-away';
import { pickFreePort } from './postmaster';
import { connectRedis, type Redis, RedisAway, redisScript } from './redis';
import { type RedisServer, startRedis, startRedisServer, startSentinel } from './test-redis';

const first = await startRedis('--requirepass', 'open sesame');
if (typeof first === 'string') console.log(`The tests against a real Redis are skipped: ${first}.`);
const server = typeof first === 'string' ? null! : first;
const ends: (() => Promise<unknown>)[] = typeof first === 'string' ? [] : [() => first.close()];

const count = redisScript(`return redis.call('INCR', KEYS[1])`);

function connect(url: string, reports: (string | null)[] = []): Redis {
  const redis = connectRedis(readRedisAddress({ REDIS_URL: url }, [])!, (problem) => {
    reports.push(problem?.message ?? null);
  });
  ends.push(() => redis.close());
  return redis;
}

/** Asks until it answers. @returns seconds @throws after ten */
async function untilBack(redis: Redis): Promise<number> {
  const startedAt = performance.now();
  for (;;) {
    const seconds = (performance.now() - startedAt) / 1000;
    const answer = await redis.run(count, ['back'], []).catch((error: Error) => error);
    if (!(answer instanceof Error)) return seconds;
    if (seconds > 10) throw answer;
    await wait(50);
  }
}

/** A refusal, and how long it took. */
async function refusal(redis: Redis) {
  const startedAt = performance.now();
  const error = await redis.run(count, ['n'], []).then(
    () => null,
    (problem: Error) => problem,
  );
  return { error, seconds: (performance.now() - startedAt) / 1000 };
}

afterAll(async () => {
  for (const end of ends.reverse()) await end();
});

describe.skipIf(typeof first === 'string')('connectRedis', () => {
  const url = () => `redis://:open%20sesame@127.0.0.1:${server.port}/1`;

  it('runs a script that the server does not know yet, and one that it has forgotten', async () => {
    const redis = connect(url());
    expect(await redis.run(count, ['n'], [])).toBe(1);
    await server.command('-a', 'open sesame', 'SCRIPT', 'FLUSH');
    expect(await redis.run(count, ['n'], [])).toBe(2);
  });

  it('says what is wrong with a password, and refuses', async () => {
    const reports: (string | null)[] = [];
    const redis = connect(`redis://:wrong@127.0.0.1:${server.port}`, reports);
    const { error } = await refusal(redis);
    expect(error).toBeInstanceOf(RedisAway);
    expect(reports.join()).toMatch(/WRONGPASS/);
  });

  it('refuses within a second while the server is gone, and goes on when it is back', async () => {
    const reports: (string | null)[] = [];
    const redis = connect(url(), reports);
    await redis.run(count, ['n'], []);
    await server.stop();
    for (let index = 0; index < 3; index += 1) {
      const { error, seconds } = await refusal(redis);
      expect(isDatabaseAway(error)).toBe(true);
      expect(seconds).toBeLessThan(2);
    }
    await server.start();
    expect(await untilBack(redis)).toBeLessThan(10);
    // Told once that it went, and once that it came back, not for each try.
    expect(reports).toEqual([expect.any(String), null]);
  });

  it('starts without the server, and finds it when it is there', async () => {
    await server.stop();
    const redis = connect(url());
    expect((await refusal(redis)).error).toBeInstanceOf(RedisAway);
    await server.start();
    expect(await untilBack(redis)).toBeLessThan(10);
  });

  it('refuses within a second while the server answers nothing, and goes on when it does', async () => {
    const redis = connect(url());
    await redis.run(count, ['n'], []);
    server.freeze();
    const { error, seconds } = await refusal(redis);
    expect(error).toBeInstanceOf(RedisAway);
    expect(seconds).toBeLessThan(2);
    server.thaw();
    expect(await untilBack(redis)).toBeLessThan(10);
  });

  it('leaves a server that has become a replica', async () => {
    const redis = connect(url());
    await redis.run(count, ['n'], []);
    await server.command('-a', 'open sesame', 'REPLICAOF', '127.0.0.1', '1');
    expect((await refusal(redis)).error?.message).toMatch(/READONLY/);
    await server.command('-a', 'open sesame', 'REPLICAOF', 'NO', 'ONE');
    expect(await untilBack(redis)).toBeLessThan(10);
  });

  it('ends while it still tries', async () => {
    const redis = connect(`redis://127.0.0.1:${await pickFreePort()}`);
    await redis.close();
    expect((await refusal(redis)).error).toBeInstanceOf(RedisAway);
  });
});

describe.skipIf(typeof first === 'string')('connectRedis with TLS', () => {
  it('talks to a server whose certificate is trusted, and to no other', { timeout: 60_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'latchkey-redis-tls-'));
    const [certificate, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
    writeFileSync(certificate, localhostCertificate);
    writeFileSync(key, localhostKey, { mode: 0o600 });
    const tlsPort = await pickFreePort();
    const secured = await startRedisServer(await pickFreePort(), [
      ...['--tls-port', String(tlsPort), '--tls-cert-file', certificate, '--tls-key-file', key],
      ...['--tls-auth-clients', 'no'],
    ]);
    ends.push(async () => {
      await secured.close();
      rmSync(folder, { recursive: true });
    });
    const url = `rediss://127.0.0.1:${tlsPort}`;
    const reports: (string | null)[] = [];
    expect((await refusal(connect(url, reports))).error).toBeInstanceOf(RedisAway);
    expect(reports.join()).toMatch(/self-signed certificate/);
    // Node reads whom to trust beside the public authorities when it starts.
    const script = `
      const { connectRedis, redisScript } = await import('./lib/db/redis.ts');
      const { readRedisAddress } = await import('./lib/config/redis-address.ts');
      const redis = connectRedis(readRedisAddress({ REDIS_URL: ${JSON.stringify(url)} }, []), () => {});
      for (let tries = 0; tries < 50; tries += 1) {
        const answer = await redis.run(redisScript("return redis.call('INCR', KEYS[1])"), ['tls'], []).catch(() => null);
        if (answer !== null) break;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      await redis.close();`;
    const environment = { ...process.env, NODE_EXTRA_CA_CERTS: certificate };
    const words = ['--import', 'tsx', '--input-type=module', '-e', script];
    await promisify(execFile)(process.execPath, words, { env: environment, timeout: 50_000 });
    // A try that was late may have counted, too.
    expect(Number(await secured.command('GET', '{latchkey}:tls'))).toBeGreaterThan(0);
  });
});

// Side by side: each is an election of some ten seconds, on servers of its own.
describe.skipIf(typeof first === 'string')(
  'connectRedis with more than one server',
  { concurrent: true },
  () => {
    it('follows the sentinels to the new master', { timeout: 90_000 }, async () => {
      const master = await startRedisServer(await pickFreePort(), []);
      const replica = await startRedisServer(await pickFreePort(), [
        '--replicaof',
        '127.0.0.1',
        String(master.port),
      ]);
      const sentinel = await startSentinel(master.port);
      ends.push(
        () => master.close(),
        () => replica.close(),
        () => sentinel.close(),
      );
      await until(async () => (await replica.command('INFO', 'replication')).includes('link_status:up'));
      await until(async () => (await sentinel.command('SENTINEL', 'replicas', 'mymaster')) !== '');
      const redis = connect(`redis-sentinel://127.0.0.1:${sentinel.port}/mymaster`);
      expect(await untilBack(redis)).toBeLessThan(10);
      await master.stop();
      expect((await refusal(redis)).seconds).toBeLessThan(2);
      await until(async () => (await replica.command('ROLE')).startsWith('master'));
      expect(await untilBack(redis)).toBeLessThan(10);
      expect(Number(await replica.command('GET', '{latchkey}:back'))).toBeGreaterThan(0);
    });

    it('takes several keys at once in a cluster, and follows it to a new master', {
      timeout: 90_000,
    }, async () => {
      const servers = await makeCluster();
      const redis = connect(`redis-cluster://127.0.0.1:${servers[1]!.port},127.0.0.1:${servers[2]!.port}`);
      const both = redisScript(`return redis.call('INCR', KEYS[1]) + redis.call('INCR', KEYS[2])`);
      expect(await untilBack(redis)).toBeLessThan(10);
      expect(await redis.run(both, ['a', 'b'], [])).toBe(2);
      // The first server has the slot of our tag, and the last one is its replica. What it has not got yet would be lost.
      const written = await offsetOf(servers[0]!, 'master_repl_offset');
      await until(async () => (await offsetOf(servers[3]!, 'slave_repl_offset')) >= written);
      await servers[0]!.stop();
      expect((await refusal(redis)).seconds).toBeLessThan(2);
      await until(async () => (await servers[3]!.command('ROLE')).startsWith('master'));
      expect(await untilBack(redis)).toBeLessThan(10);
      expect(await redis.run(both, ['a', 'b'], [])).toBe(4);
    });
  },
);

async function offsetOf(server: RedisServer, field: string): Promise<number> {
  const facts = await server.command('INFO', 'replication');
  return Number(new RegExp(`${field}:(\\d+)`).exec(facts)?.[1]);
}

/** Three masters, the first of which has the slot of our tag, and a replica of that one. */
async function makeCluster(): Promise<RedisServer[]> {
  const servers: RedisServer[] = [];
  for (let index = 0; index < 4; index += 1) {
    const busPort = String(await pickFreePort());
    const one = await startRedisServer(await pickFreePort(), [
      ...['--cluster-enabled', 'yes', '--cluster-node-timeout', '1000', '--cluster-port', busPort],
    ]);
    servers.push(one);
    ends.push(() => one.close());
    await one.command('CLUSTER', 'SET-CONFIG-EPOCH', String(index + 1));
    if (index > 0) await servers[0]!.command('CLUSTER', 'MEET', '127.0.0.1', String(one.port), busPort);
  }
  const [owner, left, right, replica] = servers as [RedisServer, RedisServer, RedisServer, RedisServer];
  const slot = Number(await owner.command('CLUSTER', 'KEYSLOT', '{latchkey}'));
  await owner.command('CLUSTER', 'ADDSLOTSRANGE', String(slot), String(slot));
  await left.command('CLUSTER', 'ADDSLOTSRANGE', '0', String(slot - 1));
  await right.command('CLUSTER', 'ADDSLOTSRANGE', String(slot + 1), '16383');
  const id = await owner.command('CLUSTER', 'MYID');
  await until(async () => (await replica.command('CLUSTER', 'NODES')).includes(id));
  await replica.command('CLUSTER', 'REPLICATE', id);
  await until(async () => {
    const infos = await Promise.all(servers.map((one) => one.command('CLUSTER', 'INFO')));
    return infos.every((info) => info.includes('cluster_state:ok'));
  });
  await until(async () => (await replica.command('INFO', 'replication')).includes('link_status:up'));
  return servers;
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!(await isSo().catch(() => false))) {
    if (Date.now() > deadline) throw new Error('it did not come about');
    await wait(100);
  }
}
