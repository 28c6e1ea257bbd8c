import { readRedisAddress } from '@/lib/config/redis-address';
import { createDatabase } from '@/lib/db/client';
import { connectRedis, type Redis, redisScript } from '@/lib/db/redis';
import { createTestDatabase } from '@/lib/db/test-database';
import { startRedis } from '@/lib/db/test-redis';
import type { LimitStore } from './limit-store';
import { postgresStore } from './postgres-store';
import { redisStore } from './redis-store';

/** A store under test, and what a test has to do behind its back. */
export interface StoreFixture {
  store: LimitStore;
  /** The same windows, over connections of its own. */
  otherStore: LimitStore;
  /** Writes the ages of earlier uses in seconds, in this order: oldest first, unless a clock has jumped. */
  haveHits(key: string, agesInSeconds: readonly number[]): Promise<void>;
  countHits(key: string): Promise<number>;
  /** All that is kept, as text. */
  dump(): Promise<string>;
  /** Where a process of its own finds the store. */
  environment: Record<string, string>;
  empty(): Promise<void>;
  close(): Promise<void>;
}

export async function openPostgresFixture(): Promise<StoreFixture> {
  const { db, url, close } = await createTestDatabase();
  const otherPool = createDatabase(url);
  return {
    store: postgresStore(db),
    otherStore: postgresStore(otherPool),
    async haveHits(key, ages) {
      await db.$executeRaw`
        INSERT INTO "LimitWindow" ("key", "hits", "expiresAt")
        SELECT ${key}, array_agg(clock_timestamp() - make_interval(secs => age) ORDER BY place), now() + interval '1 hour'
          FROM unnest(${[...ages]}::float8[]) WITH ORDINALITY AS a (age, place)
        ON CONFLICT ("key") DO UPDATE SET "hits" = EXCLUDED."hits"`;
    },
    countHits: async (key) => (await db.limitWindow.findUnique({ where: { key } }))?.hits.length ?? 0,
    dump: async () => JSON.stringify(await db.limitWindow.findMany()),
    environment: { DATABASE_URL: url },
    empty: async () => {
      await db.limitWindow.deleteMany();
    },
    close: async () => {
      await otherPool.$disconnect();
      await close();
    },
  };
}

const writeHits = redisScript(`
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('DEL', KEYS[1])
for _, age in ipairs(ARGV) do redis.call('RPUSH', KEYS[1], string.format('%.0f', now - age * 1000)) end`);
const countHits = redisScript(`return redis.call('LLEN', KEYS[1])`);

/** A real server of its own. @returns a word about why not, where there is none */
export async function openRedisFixture(): Promise<StoreFixture | string> {
  const server = await startRedis();
  if (typeof server === 'string') return server;
  const open = (): Redis => connectRedis(readRedisAddress({ REDIS_URL: server.url }, [])!, () => {});
  const [redis, other] = [open(), open()];
  return {
    store: redisStore(redis),
    otherStore: redisStore(other),
    async haveHits(key, ages) {
      await redis.run(writeHits, [key], ages);
    },
    countHits: async (key) => (await redis.run(countHits, [key], [])) as number,
    dump: () => server.command('KEYS', '*'),
    environment: { REDIS_URL: server.url },
    empty: async () => {
      await server.command('FLUSHALL');
    },
    close: async () => {
      await redis.close();
      await other.close();
      await server.close();
    },
  };
}
