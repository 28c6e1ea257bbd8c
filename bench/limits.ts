import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { createMigratedDatabase } from '@/e2e/fixtures/database';
import { projectDir } from '@/e2e/fixtures/run';
import { serverEnvironment } from '@/e2e/fixtures/server-environment';
import { createChallenge } from '@/lib/codes/create-challenge';
import { readRedisAddress } from '@/lib/config/redis-address';
import { createDatabase, type Database } from '@/lib/db/client';
import { startEmbeddedPostgres } from '@/lib/db/embedded-postgres';
import { connectRedis, redisScript } from '@/lib/db/redis';
import { startRedis } from '@/lib/db/test-redis';
import type { LimitStore } from '@/lib/limits/limit-store';
import { postgresStore } from '@/lib/limits/postgres-store';
import { redisStore } from '@/lib/limits/redis-store';
import { type LimitUse, takeLimits } from '@/lib/limits/take-limits';
import { describeMachine, milliseconds, percentile } from './figures';
import { writeSection } from './write-section';

const seconds = Number(process.env.SECONDS ?? 5);
const inFlight = 16;

/** `npm run bench -- limits`: what taking the limits of one message costs in either store, beside its challenge. */
export async function run(): Promise<void> {
  const postgres = await startEmbeddedPostgres({ projectDir, stateDir: join(projectDir, '.data/bench') });
  const url = await createMigratedDatabase(postgres.url, 'bench_limits');
  Object.assign(process.env, serverEnvironment({ DATABASE_URL: url }));
  const db = createDatabase(url);
  // Kept on disk each second, as docs/deploy.md wants it.
  const server = await startRedis('--appendonly', 'yes');
  const redis =
    typeof server === 'string'
      ? null
      : connectRedis(readRedisAddress({ REDIS_URL: server.url }, [])!, () => {});
  try {
    const lines = [
      await measure('limits of one message, in PostgreSQL', () => takeOne(db, postgresStore(db))),
      await measure('its challenge and delivery, one statement', () => challengeOne(db)),
    ];
    if (redis) {
      const store = redisStore(redis);
      await redis.run(redisScript('return 1'), ['warm'], []);
      lines.push(await measure('limits of one message, in Redis', () => takeOne(db, store)));
    } else console.log(`Redis is not measured: ${server}.`);
    writeSection('Limits and their store', [...introduction(), ...lines].join('\n'));
  } finally {
    await redis?.close();
    await db.$disconnect();
    await postgres.stop();
    if (typeof server !== 'string') await server.close();
  }
}

const introduction = () => [
  `\`npm run bench -- limits\`. Measured on ${describeMachine()}, ${new Date().toISOString().slice(0, 10)}: ${inFlight} at a time for ${seconds} seconds, PostgreSQL`,
  '(durable) and Redis (appendonly) on the same machine. A message takes three limits: two of its address, one of its client.',
  '',
  '| what | per second | p50 | p99 | processor of the app |',
  '| --- | --- | --- | --- | --- |',
];

function takeOne(db: Database, store: LimitStore): Promise<unknown> {
  const subject = randomBytes(9).toString('base64url');
  const limits = ['sends_per_address_hour', 'sends_per_address_day', 'sends_per_client'] as const;
  return takeLimits(
    db,
    limits.map((limit): LimitUse => ({ limit, subject })),
    undefined,
    store,
  );
}

function challengeOne(db: Database): Promise<unknown> {
  return createChallenge(db, {
    ...{
      purpose: 'login',
      channel: 'email',
      address: `${randomUUID()}@example.com`,
      userId: null,
      decoy: true,
    },
    ...{
      subject: 'address:bench',
      owner: { browserHash: randomBytes(32), clientId: null },
      locale: null,
      params: {},
    },
  });
}

async function measure(what: string, task: () => Promise<unknown>): Promise<string> {
  await task();
  const times: number[] = [];
  const processor = process.cpuUsage();
  const startedAt = performance.now();
  const until = startedAt + seconds * 1000;
  await Promise.all(
    Array.from({ length: inFlight }, async () => {
      while (performance.now() < until) {
        const begunAt = performance.now();
        await task();
        times.push(performance.now() - begunAt);
      }
    }),
  );
  const { user, system } = process.cpuUsage(processor);
  const perSecond = times.length / ((performance.now() - startedAt) / 1000);
  const each = (user + system) / 1000 / times.length;
  const line = `| ${what} | ${Math.round(perSecond)} | ${milliseconds(percentile(times, 0.5))} | ${milliseconds(percentile(times, 0.99))} | ${each.toFixed(2)} ms |`;
  console.log(line);
  return line;
}
