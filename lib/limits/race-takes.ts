import { setTimeout as wait } from 'node:timers/promises';
import { readRedisAddress } from '@/lib/config/redis-address';
import { createDatabase } from '@/lib/db/client';
import { connectRedis } from '@/lib/db/redis';
import { loadLimits } from './catalogue';
import { postgresStore } from './postgres-store';
import { redisStore } from './redis-store';
import { type LimitUse, takeLimits } from './take-limits';

// For take-limits.test.ts: a process of its own that takes one limit many times at once, from the store of its environment.
const address = readRedisAddress(process.env, []);
const redis = address && connectRedis(address, () => {});
const db = createDatabase(process.env.DATABASE_URL ?? '');
const store = redis ? redisStore(redis) : postgresStore(db);
const limits = loadLimits(['sends_per_client=30/3600']);

process.once('message', async ({ use, count }: { use: LimitUse; count: number }) => {
  const answers = await Promise.all(
    Array.from({ length: count }, async () => (await takeLimits(db, [use], limits, store)).ok),
  );
  process.send?.(answers);
  await redis?.close();
  await db.$disconnect();
  process.disconnect();
});

const isConnected = () =>
  store.count({ key: 'none', max: 1, seconds: 1 }).then(
    () => true,
    () => false,
  );
while (!(await isConnected())) await wait(100);
process.send?.('ready');
