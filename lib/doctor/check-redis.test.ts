import { afterAll, describe, expect, test } from 'vitest';
import { loadSettings } from '@/lib/config/settings';
import { startRedis } from '@/lib/db/test-redis';
import { checkRedis } from './check-redis';

const started = await startRedis('--requirepass', 'secret');
if (typeof started === 'string') console.log(`The doctor's look at a real Redis is skipped: ${started}.`);
const server = typeof started === 'string' ? null! : started;
afterAll(() => server?.close());

const look = (url: string) =>
  checkRedis(loadSettings({ APP_SECRET: 'a-good-secret-0123456789-abcdefghijk', REDIS_URL: url }));

test('without REDIS_URL there is nothing to look at', async () => {
  expect(await look('')).toEqual([]);
});

describe.skipIf(typeof started === 'string')('the doctor at a real Redis', () => {
  const url = () => `redis://:secret@127.0.0.1:${server.port}`;
  const set = (name: string, value: string) => server.command('-a', 'secret', 'CONFIG', 'SET', name, value);

  test('finds it well, and says what a restart would forget', async () => {
    const [found] = await look(url());
    expect(found).toMatchObject({ check: 'redis', mark: 'ok' });
    expect(found?.text).toMatch(/Without appendonly, limits start anew/);
    await set('appendonly', 'yes');
    expect((await look(url()))[0]?.text).not.toMatch(/appendonly/);
  });

  test('warns where limits could be forgotten under pressure', async () => {
    await set('maxmemory', '100mb');
    await set('maxmemory-policy', 'allkeys-lru');
    const [found] = await look(url());
    expect(found).toMatchObject({ mark: 'warning', remedy: expect.stringContaining('noeviction') });
    await set('maxmemory-policy', 'noeviction');
    expect((await look(url()))[0]?.mark).toBe('ok');
  });

  test('says what is wrong with the password, and does not show it', async () => {
    const findings = await look(url().replace('secret', 'other'));
    expect(findings).toMatchObject([{ mark: 'failed', remedy: expect.stringContaining('password') }]);
    expect(JSON.stringify(findings)).not.toMatch(/secret|other/);
  });
});
