import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createDatabase, type Database, Prisma } from './client';
import { isUniqueViolation } from './is-unique-violation';
import { createTestDatabase, type TestDatabase } from './test-database';

let base: TestDatabase;
let db: Database;

beforeAll(async () => {
  base = await createTestDatabase();
  db = base.db;
});
afterAll(() => base.close());

/** The same statement on both ways: straight to the driver, and by Prisma within a transaction. */
async function bothWays(statement: Prisma.Sql) {
  const direct = await db.$queryRaw<Record<string, unknown>[]>(statement);
  const prisma = await db.$transaction((tx) => tx.$queryRaw<Record<string, unknown>[]>(statement));
  return { direct: direct[0]!, prisma: prisma[0]! };
}

describe('a raw statement gives what Prisma gives', () => {
  test.each([
    [
      'numbers',
      Prisma.sql`SELECT 1 AS a, 2::smallint AS b, 3.5::float8 AS c, 0.25::real AS d, NULL::int AS e`,
    ],
    [
      'bigint',
      Prisma.sql`SELECT 9007199254740993::bigint AS a, count(*) AS b, 7::oid AS c, NULL::bigint AS d`,
    ],
    ['truth', Prisma.sql`SELECT true AS a, false AS b, NULL::boolean AS c`],
    [
      'text',
      Prisma.sql`SELECT 'ü' AS a, 'x'::varchar AS b, gen_random_uuid() IS NULL AS c, 'admin'::"Role" AS d`,
    ],
    [
      'instants',
      Prisma.sql`SELECT '2026-11-21T16:49:16.486789Z'::timestamptz AS a, '2026-01-02T03:04:05Z'::timestamptz(3) AS b,
                        '2026-11-21 16:49:16.4'::timestamp AS c, '2026-11-21'::date AS d, NULL::timestamptz AS e`,
    ],
    ['JSON', Prisma.sql`SELECT '{"a": [1, "x", null]}'::jsonb AS a, '"text"'::json AS b, 'null'::jsonb AS c`],
    [
      'arrays',
      Prisma.sql`SELECT ARRAY[1, 2]::int[] AS a, ARRAY['x', 'y, "z"', NULL]::text[] AS b, ARRAY[true] AS c,
                        ARRAY[5]::bigint[] AS d, ARRAY['2026-01-02T03:04:05Z', NULL]::timestamptz[] AS e,
                        '{}'::text[] AS f, ARRAY['00000000-0000-0000-0000-000000000001']::uuid[] AS g`,
    ],
  ])('%s', async (_, statement) => {
    const { direct, prisma } = await bothWays(statement);
    expect(direct).toEqual(prisma);
    for (const name of Object.keys(prisma)) expect(typeof direct[name]).toBe(typeof prisma[name]);
  });

  test('bytes and exact decimals', async () => {
    const { direct, prisma } = await bothWays(
      Prisma.sql`SELECT '\\x00ff'::bytea AS a, 1234567890.123456789 AS b`,
    );
    expect([direct.a instanceof Uint8Array, Buffer.from(direct.a as Uint8Array)]).toEqual([
      true,
      Buffer.from(prisma.a as Uint8Array),
    ]);
    expect(String(direct.b)).toBe(String(prisma.b));
    expect(direct.b).toBeInstanceOf(Prisma.Decimal);
  });

  test('whatever is handed over', async () => {
    const at = new Date('2026-07-01T12:34:56.789Z');
    const { direct, prisma } = await bothWays(Prisma.sql`
      SELECT ${at}::timestamptz AS a, ${12n}::bigint AS b, ${Buffer.from([1, 2])}::bytea = '\\x0102' AS c,
             ${['x', 'a"b', null]}::text[] AS d, ${[at]}::timestamptz[] AS e, ${true}::boolean AS f,
             ${JSON.stringify({ a: 1 })}::jsonb AS g, ${null}::text AS h, ${1.5}::float8 AS i, ${at}::timestamp AS j`);
    expect(direct).toEqual(prisma);
    expect([direct.a, direct.j, direct.c]).toEqual([at, at, true]);
  });

  test('in a session that is not in UTC', async () => {
    const url = new URL(base.url);
    url.searchParams.set('options', '-c TimeZone=Asia/Kolkata');
    const elsewhere = createDatabase(url.href);
    const rows =
      await elsewhere.$queryRaw`SELECT '2026-11-21T16:49:16.486Z'::timestamptz AS a, current_setting('TimeZone') AS b`;
    expect(rows).toEqual([{ a: new Date('2026-11-21T16:49:16.486Z'), b: 'Asia/Kolkata' }]);
    await elsewhere.$disconnect();
  });
});

describe('a raw statement', () => {
  test('says how many rows it changed', async () => {
    const insert = (key: string) =>
      db.$executeRaw`INSERT INTO "Setting" ("key", "value") VALUES (${key}, '1'), (${`${key}2`}, '2')`;
    expect(await insert('direct')).toBe(2);
    expect(await db.$executeRaw`DELETE FROM "Setting" WHERE "key" = 'nobody'`).toBe(0);
    const error = await insert('direct').catch((failure: unknown) => failure);
    expect(isUniqueViolation(error)).toBe(true);
    const inPrisma = await db
      .$transaction((tx) => tx.$executeRaw`INSERT INTO "Setting" ("key", "value") VALUES ('direct', '1')`)
      .catch((failure: unknown) => failure);
    expect(isUniqueViolation(inPrisma)).toBe(true);
  });

  test('runs once, and not before somebody waits for it', async () => {
    const statement = db.$executeRaw`INSERT INTO "Setting" ("key", "value") VALUES ('lazy', '1')`;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await db.setting.count({ where: { key: 'lazy' } })).toBe(0);
    expect([await statement, await statement]).toEqual([1, 1]);
    expect(await db.setting.count({ where: { key: 'lazy' } })).toBe(1);
  });

  test('is part of the transaction that it is listed in', async () => {
    const listed = db.$transaction([
      db.$executeRaw`INSERT INTO "Setting" ("key", "value") VALUES ('listed', '1')`,
      db.$queryRaw`SELECT 1 / 0`,
    ]);
    await expect(listed).rejects.toThrow(/division by zero/);
    expect(await db.setting.count({ where: { key: 'listed' } })).toBe(0);
    const one = await db.$transaction([db.$queryRaw`SELECT 1 AS "one"`, db.setting.count()]);
    expect(one[0]).toEqual([{ one: 1 }]);
  });

  test('of an open transaction is part of it', async () => {
    const undone = db.$transaction(async (tx) => {
      await tx.$executeRaw`INSERT INTO "Setting" ("key", "value") VALUES ('undone', '1')`;
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect(await db.setting.count({ where: { key: 'undone' } })).toBe(0);
  });

  test('ends with its client, whether Prisma was used or not', async () => {
    const other = createDatabase(base.url);
    await other.$queryRaw`SELECT 4711 AS "of_the_other"`;
    const open = () => db.$queryRaw<{ count: number }[]>`
      SELECT count(*)::int AS "count" FROM pg_stat_activity WHERE query LIKE '%of_the_ot_er%' AND pid <> pg_backend_pid()`;
    expect(await open()).toEqual([{ count: 1 }]);
    await other.$disconnect();
    // The other end of a closed connection goes a moment later.
    await vi.waitFor(async () => expect(await open()).toEqual([{ count: 0 }]));
    await expect(other.$queryRaw`SELECT 1`).rejects.toThrow();
  });
});
