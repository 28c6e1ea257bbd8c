import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startWire } from '@/e2e/faults/wire';
import { createDatabase } from './client';
import { isDatabaseAway } from './is-database-away';
import { createTestDatabase, type TestDatabase } from './test-database';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(() => database.close());

test('connections that a silent network has swallowed are thrown away together', async () => {
  const url = new URL(database.url);
  const port = Number(url.port);
  const wire = await startWire(() => port);
  url.port = String(wire.port);
  const db = createDatabase(url.href);
  const backends = () =>
    Promise.all(
      Array.from(
        { length: 4 },
        () => db.$queryRaw<{ pid: number }[]>`
        SELECT pg_backend_pid() AS "pid", pg_sleep(0.2)::text`,
      ),
    ).then((answers) => new Set(answers.map(([row]) => row!.pid)));
  const before = await backends();
  expect(before.size).toBe(4);

  wire.setFrozen(true);
  const swallowed = await db.$queryRaw`SELECT 1`.catch((error: unknown) => error);
  expect(isDatabaseAway(swallowed)).toBe(true);
  // New connections work, those of the time before stay dead: whoever asked one of them would wait for eight seconds.
  wire.setFrozen(false);
  const after = await vi.waitFor(backends, { timeout: 6_000 });
  expect([...after].filter((pid) => before.has(pid))).toEqual([]);

  await db.$disconnect();
  await wire.close();
});
