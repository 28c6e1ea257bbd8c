import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDatabase, type Database } from './client';
import { createTestDatabase, type TestDatabase } from './test-database';
import { unsynced } from './unsynced';

let base: TestDatabase;
let db: Database;

beforeAll(async () => {
  base = await createTestDatabase();
  const url = new URL(base.url);
  url.searchParams.set('connection_limit', '1');
  // The tests' own cluster waits for no disk at all.
  url.searchParams.set('options', '-c synchronous_commit=on');
  db = createDatabase(url.href);
});
afterAll(async () => {
  await db.$disconnect();
  await base.close();
});

test('only the statement with it does not wait for the disk; the next one on its connection does', async () => {
  const setting = () =>
    db.$queryRaw<{ pid: number; mode: string }[]>`
      SELECT pg_backend_pid() AS "pid", current_setting('synchronous_commit') AS "mode"`;
  const before = await setting();
  const inside = await db.$queryRaw<{ pid: number; mode: string }[]>`
    INSERT INTO "Setting" ("key", "value") SELECT 'unsynced', '1' WHERE ${unsynced}
    RETURNING pg_backend_pid() AS "pid", current_setting('synchronous_commit') AS "mode"`;
  expect(inside).toEqual([{ pid: before[0]!.pid, mode: 'off' }]);
  expect(await setting()).toEqual(before);
  expect(before[0]!.mode).toBe('on');
  expect(await base.db.setting.count({ where: { key: 'unsynced' } })).toBe(1);
});
