import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDatabase, type Database, Prisma } from './client';
import { createTestDatabase, type TestDatabase } from './test-database';
import { writeTogether } from './write-together';

let base: TestDatabase;
/** One connection: what a statement leaves on it is what the next one finds. */
let db: Database;
beforeAll(async () => {
  base = await createTestDatabase();
  db = createDatabase(`${base.url}${base.url.includes('?') ? '&' : '?'}connection_limit=1`);
  await db.$executeRaw`CREATE TABLE "Probe" ("n" int PRIMARY KEY)`;
});
afterAll(async () => {
  await db.$disconnect();
  await base.close();
});

const add = (n: number) => Prisma.sql`INSERT INTO "Probe" VALUES (${n}) RETURNING "n"`;
const numbers = async () =>
  (await db.$queryRaw<{ n: number }[]>`SELECT "n" FROM "Probe" ORDER BY "n"`).map(({ n }) => n);

test('all count, each sees the one before, and each has its own rows', async () => {
  const rows = await writeTogether(db, [add(1), Prisma.sql`SELECT "n" + 1 AS "m" FROM "Probe"`, add(2)]);
  expect(rows).toEqual([[{ n: 1 }], [{ m: 2 }], [{ n: 2 }]]);
  expect(await numbers()).toEqual([1, 2]);
});

test.each([
  ['the first', () => [add(1), add(3)]],
  ['the last', () => [add(3), add(1)]],
])(
  'none counts where %s fails; the cause is told, and the next ones find a connection in order',
  async (_, list) => {
    await expect(writeTogether(db, list())).rejects.toMatchObject({ code: '23505' });
    expect(await numbers()).toEqual([1, 2]);
    await writeTogether(db, [Prisma.sql`SELECT 1`]);
  },
);

test('none counts where the connection breaks between them', async () => {
  const cut = Prisma.sql`SELECT pg_terminate_backend(pg_backend_pid())`;
  await expect(writeTogether(db, [add(4), cut, add(5)])).rejects.toThrow();
  expect(await numbers()).toEqual([1, 2]);
});

test('a later one sees what another transaction committed while an earlier one waited for it', async () => {
  let waiting: ReturnType<typeof writeTogether> | undefined;
  await base.db.$transaction(async (tx) => {
    await tx.$executeRaw`UPDATE "Probe" SET "n" = 10 WHERE "n" = 1`;
    await tx.$executeRaw`INSERT INTO "Probe" VALUES (11)`;
    waiting = writeTogether(db, [
      Prisma.sql`UPDATE "Probe" SET "n" = 12 WHERE "n" = 2 AND EXISTS (SELECT 1 FROM "Probe" WHERE "n" = 1 FOR UPDATE) RETURNING "n"`,
      Prisma.sql`SELECT count(*)::int AS "seen" FROM "Probe" WHERE "n" = 11`,
    ]);
    waiting.catch(() => {});
    for (;;) {
      const [row] = await tx.$queryRaw<{ waits: boolean }[]>`
        SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted AND "locktype" = 'transactionid'
                          AND pg_backend_pid() = ANY (pg_blocking_pids("pid"))) AS "waits"`;
      if (row!.waits) return;
    }
  });
  expect((await waiting)![1]).toEqual([{ seen: 1 }]);
});

test('statements that come again and again get a name, and go on', async () => {
  await db.$executeRaw`DELETE FROM "Probe"`;
  for (let n = 0; n < 120; n += 1) await writeTogether(db, [add(n), Prisma.sql`SELECT ${n}::int AS "n"`]);
  expect(await numbers()).toHaveLength(120);
});
