import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, describe, expect, test } from 'vitest';
import { getRedis } from '@/lib/db/redis';
import { startRedis } from '@/lib/db/test-redis';
import { createTestApi, type TestApi } from '@/lib/web/test-api';

const server = await startRedis();
if (typeof server === 'string') console.log(`The tests of an API without its Redis are skipped: ${server}.`);
const redis = typeof server === 'string' ? null! : server;
let api: TestApi;

afterAll(async () => {
  if (!redis) return;
  await getRedis()?.close();
  await api.close();
  await redis.close();
});

describe.skipIf(typeof server === 'string')('with the limits in Redis', () => {
  test('codes are limited there, refused with 503 while it is away, and given out when it is back', async () => {
    api = await createTestApi({ REDIS_URL: redis.url });
    const { POST } = await import('./route');
    const { GET } = await import('@/app/api/ready/route');
    const client = '192.0.2.77';
    const ask = async () => {
      const startedAt = performance.now();
      const answer = await api.call(POST, { client, body: { purpose: 'login', to: 'ann@example.com' } });
      return { ...answer, seconds: (performance.now() - startedAt) / 1000 };
    };
    const readiness = async () => {
      const response = await GET();
      return [response.status, (await response.json()).redis];
    };
    await until(async () => (await readiness())[0] === 200);
    for (let index = 0; index < 4; index += 1) expect((await ask()).status).toBe(202);
    expect(await redis.command('KEYS', '{latchkey}:api_anonymous:*')).not.toBe('');
    expect(await api.db.limitWindow.count()).toBe(0);

    await redis.stop();
    const refused = await ask();
    expect(refused.status).toBe(503);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(refused.seconds).toBeLessThan(3);
    expect(await readiness()).toEqual([503, 'unreachable']);
    // Nothing was begun for what was refused.
    expect(await api.db.otp.count()).toBe(4);

    await redis.start();
    await until(async () => (await readiness())[0] === 200);
    expect((await ask()).status).toBe(202);
  });
});

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error('not within ten seconds');
    await wait(100);
  }
}
