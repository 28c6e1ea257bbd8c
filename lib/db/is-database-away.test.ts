import { createServer } from 'node:net';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDatabase } from './client';
import { isDatabaseAway } from './is-database-away';
import { createTestDatabase, type TestDatabase } from './test-database';

let database: TestDatabase;
let admin: Client;

beforeAll(async () => {
  database = await createTestDatabase();
  admin = new Client({ connectionString: database.url });
  await admin.connect();
});

afterAll(async () => {
  await admin.end();
  await database.close();
});

const errorOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => error,
  );

/** As an administrator, a restart or a fail-over does, once the statement runs. */
async function cutStatement(): Promise<void> {
  for (;;) {
    const { rowCount } = await admin.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE state = 'active' AND query LIKE '%pg_sleep%' AND pid <> pg_backend_pid() AND datname = current_database()`,
    );
    if (rowCount) return;
  }
}

describe('the database is away', () => {
  test('when it ends a connection in the middle of a statement', async () => {
    const failed = errorOf(database.db.$queryRaw`SELECT pg_sleep(30)::text`);
    await cutStatement();
    expect(isDatabaseAway(await failed)).toBe(true);
    expect(await database.db.$queryRaw`SELECT 1 AS "one"`).toEqual([{ one: 1 }]);
  });

  test('when a statement took longer than it may', async () => {
    const error = await errorOf(
      database.db.$transaction([
        database.db.$executeRaw`SET LOCAL statement_timeout = 20`,
        database.db.$queryRaw`SELECT pg_sleep(30)::text`,
      ]),
    );
    expect(isDatabaseAway(error)).toBe(true);
  });

  test('when it is a standby that takes no writes', async () => {
    const error = await errorOf(
      database.db.$transaction([
        database.db.$executeRaw`SET TRANSACTION READ ONLY`,
        database.db.$executeRaw`DELETE FROM "Session"`,
      ]),
    );
    expect(isDatabaseAway(error)).toBe(true);
  });

  test('when connections are taken and nothing is ever said', { timeout: 30_000 }, async () => {
    const mute = createServer(() => {});
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
    const { port } = mute.address() as { port: number };
    const db = createDatabase(`postgresql://nobody:none@127.0.0.1:${port}/none`);
    expect(isDatabaseAway(await errorOf(db.$queryRaw`SELECT 1`))).toBe(true);
    await db.$disconnect();
    mute.close();
  });
});

test('a statement that is wrong is no absence', async () => {
  expect(isDatabaseAway(await errorOf(database.db.$queryRaw`SELECT * FROM "Nowhere"`))).toBe(false);
  expect(isDatabaseAway(new Error('something else'))).toBe(false);
});
