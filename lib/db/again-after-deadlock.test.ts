import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Database, Prisma } from './client';
import { isDatabaseAway } from './is-database-away';
import { createTestDatabase, type TestDatabase } from './test-database';
import { meetAtARow } from './waiting-fixture';
import { writeTogether } from './write-together';

let base: TestDatabase;
let other: Database;
beforeAll(async () => {
  base = await createTestDatabase();
  other = base.openOther();
  await base.db.$executeRaw`CREATE TABLE "Probe" ("n" int PRIMARY KEY, "v" int NOT NULL DEFAULT 0)`;
  await base.db.$executeRaw`CREATE SEQUENCE "Runs"`;
});
afterAll(() => base.close());
beforeEach(async () => {
  await base.db.$executeRaw`DELETE FROM "Probe"`;
  await base.db.$executeRaw`INSERT INTO "Probe" SELECT generate_series(1, 3)`;
  await base.db.$executeRaw`ALTER SEQUENCE "Runs" RESTART`;
});

const inOrder = Prisma.sql`
  WITH run AS MATERIALIZED (SELECT nextval('"Runs"') AS "number")
  UPDATE "Probe" SET "v" = "v" + 1
   WHERE "n" IN (SELECT "n" FROM "Probe" WHERE (SELECT "number" FROM run) > 0 ORDER BY "n" FOR UPDATE)
  RETURNING "n"`;

/** Somebody at a prompt: the third row, then the first. It is not the one that PostgreSQL ends. */
const byHand = () =>
  other.$transaction(async (tx) => {
    await tx.$executeRaw`SET LOCAL deadlock_timeout = '1min'`;
    await tx.$executeRaw`UPDATE "Probe" SET "v" = "v" + 10 WHERE "n" = 3`;
    await tx.$executeRaw`UPDATE "Probe" SET "v" = "v" + 10 WHERE "n" = 1`;
  });
const lockTheSecond = (tx: Pick<Database, '$executeRaw'>) =>
  tx.$executeRaw`SELECT 1 FROM "Probe" WHERE "n" = 2 FOR UPDATE`;

/** How often the statement began, in transactions that were undone, too: PostgreSQL takes no number of a sequence back. */
async function countRuns(): Promise<number> {
  const [row] = await base.db.$queryRaw<{ runs: number }[]>`
    SELECT CASE WHEN "is_called" THEN "last_value" ELSE 0 END::int AS "runs" FROM "Runs"`;
  return row!.runs;
}

test.each([
  ['a statement', () => base.db.$queryRaw(inOrder)],
  ['statements that go together', () => writeTogether(base.db, [inOrder, Prisma.sql`SELECT 1`])],
])('%s that PostgreSQL ends for a deadlock is done again, once', async (_, write) => {
  await meetAtARow(base.db, lockTheSecond, write, byHand);
  const rows = await base.db.$queryRaw<{ v: number }[]>`SELECT "v" FROM "Probe" ORDER BY "n"`;
  expect(rows.map(({ v }) => v)).toEqual([11, 1, 11]);
  expect(await countRuns()).toBe(2);
});

test('a longer transaction is not done again: what it belongs to is told to come back', async () => {
  const error = await meetAtARow(
    base.db,
    lockTheSecond,
    () => base.db.$transaction((tx) => tx.$executeRaw(inOrder)),
    byHand,
  ).catch((reason: unknown) => reason);
  expect(String(error)).toContain('40P01');
  expect(isDatabaseAway(error)).toBe(true);
  expect(await countRuns()).toBe(1);
});
