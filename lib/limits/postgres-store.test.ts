import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Database, Prisma } from '@/lib/db/client';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import type { LimitWindow } from './limit-store';
import { postgresStore } from './postgres-store';

let base: TestDatabase;
let db: Database;
let other: Database;

beforeAll(async () => {
  base = await createTestDatabase();
  db = base.db;
  other = base.openOther();
});
afterAll(() => base.close());
beforeEach(() => db.limitWindow.deleteMany());

const hour = (key: string, max = 5): LimitWindow => ({ key, max, seconds: 3600 });
const hitsOf = async (key: string) =>
  (await db.limitWindow.findUnique({ where: { key } }))?.hits.map((hit) => hit.getTime()) ?? [];

/** Writes uses of these ages in seconds, the oldest first. */
async function haveHits(schema: string, key: string, ages: readonly number[]): Promise<void> {
  await db.$executeRaw`
    INSERT INTO ${Prisma.raw(schema)}."LimitWindow" ("key", "hits", "expiresAt")
    SELECT ${key}, coalesce(array_agg(clock_timestamp() - age * interval '1 second' ORDER BY age DESC), '{}'), now() + interval '1 hour'
      FROM unnest(${[...ages]}::float8[]) AS age
    ON CONFLICT ("key") DO UPDATE SET "hits" = EXCLUDED."hits"`;
}

describe('takes one after the other', () => {
  /** The function as it was published first, on a table of its own. */
  beforeAll(async () => {
    const published = readFileSync('prisma/migrations/0002_limits/migration.sql', 'utf8');
    const [create] = /CREATE FUNCTION latchkey_take_limits[\s\S]*?END \$\$;/.exec(published)!;
    for (const statement of [
      'CREATE SCHEMA former',
      'CREATE TABLE former."LimitWindow" (LIKE public."LimitWindow" INCLUDING ALL)',
      create.replace('latchkey_take_limits', 'former.take'),
      'ALTER FUNCTION former.take SET search_path = former',
    ])
      await db.$executeRawUnsafe(statement);
  });

  const keys = ['b', 'a', 'C'] as const;
  const secondsOf = { b: 3600, a: 900, C: 60 };
  const histories = fc.tuple(
    ...keys.map(() => fc.array(fc.integer({ min: 1, max: 5000 }), { maxLength: 80 })),
  );
  const takes = fc.array(
    fc.shuffledSubarray([...keys], { minLength: 1 }).chain((order) =>
      fc.record({
        order: fc.constant(order),
        maxima: fc.array(fc.oneof(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 20, max: 90 })), {
          minLength: 3,
          maxLength: 3,
        }),
      }),
    ),
    { minLength: 1, maxLength: 8 },
  );

  test.each(['latchkey_take_together', 'latchkey_take_limits'])(
    '%s answers and counts as the function did that was published first',
    async (name) => {
      const call =
        name === 'latchkey_take_limits'
          ? Prisma.sql`SELECT array_agg("remaining") AS "left", array_agg("retryAfterSeconds") AS "waits" FROM latchkey_take_limits`
          : Prisma.sql`SELECT "left", "waits" FROM latchkey_take_together`;
      await fc.assert(
        fc.asyncProperty(histories, takes, async (ages, sequence) => {
          for (const schema of ['public', 'former']) {
            await db.$executeRaw`TRUNCATE ${Prisma.raw(schema)}."LimitWindow"`;
            for (const [index, key] of keys.entries()) {
              // Half a second off, so that the time the test takes changes no verdict. No history: no row.
              const old = ages[index]!.map((age) => age + 0.5);
              if (old.length > 0) await haveHits(schema, key, old);
            }
          }
          for (const { order, maxima } of sequence) {
            const seconds = order.map((key) => secondsOf[key]);
            const windows = Prisma.sql`(${order}::text[], ${maxima.slice(0, order.length)}::int[], ${seconds}::int[])`;
            const now = await db.$queryRaw`${call}${windows}`;
            const before = await db.$queryRaw`
              SELECT array_agg("remaining") AS "left", array_agg("retryAfterSeconds") AS "waits" FROM former.take${windows}`;
            expect(now).toEqual(before);
          }
          const counted = await db.$queryRaw`
            SELECT "key", count(*) FILTER (WHERE schema = 'public') - count(*) FILTER (WHERE schema = 'former') AS "more"
              FROM (SELECT 'public' AS schema, "key", unnest("hits") AS hit FROM public."LimitWindow"
                    UNION ALL SELECT 'former', "key", unnest("hits") FROM former."LimitWindow") AS uses
             WHERE hit > now() - interval '1 minute'
             GROUP BY "key" HAVING count(*) FILTER (WHERE schema = 'public') <> count(*) FILTER (WHERE schema = 'former')`;
          expect(counted).toEqual([]);
        }),
        { numRuns: 30 },
      );
    },
  );
});

describe('a take', () => {
  test('answers in the order in which it was asked, whatever the order of the keys', async () => {
    const store = postgresStore(db);
    expect(await store.take([hour('z', 3), hour('B', 9), hour('a', 7)])).toMatchObject({ left: [2, 8, 6] });
    await haveHits('public', 'B', [3000, 2000]);
    expect(await store.take([hour('z', 3), hour('a', 7), hour('B', 2)])).toMatchObject({
      left: [2, 6, 0],
      waits: [0, 0, 600],
    });
  });

  test('neither deadlocks nor miscounts when many name the same keys in every order', async () => {
    const orders = fc.sample(fc.shuffledSubarray(['a', 'b', 'c', 'd', 'e'], { minLength: 5 }), 60);
    const answers = await Promise.all(
      orders.map((order, index) =>
        postgresStore(index % 2 ? db : other).take(order.map((key) => hour(key, 40))),
      ),
    );
    expect(answers.filter(({ waits }) => waits.every((wait) => wait === 0))).toHaveLength(40);
    for (const key of ['a', 'b', 'c', 'd', 'e']) {
      const hits = await hitsOf(key);
      expect(hits).toHaveLength(40);
      expect(hits).toEqual([...hits].sort((a, b) => a - b));
    }
  });

  test('that waits for a lock is of the time when it was let through, in every row', async () => {
    await postgresStore(db).take([hour('a'), hour('b')]);
    let taking: Promise<unknown> | undefined;
    const released = await other.$transaction(async (tx) => {
      await tx.$queryRaw`SELECT 1 FROM "LimitWindow" WHERE "key" = 'b' FOR UPDATE`;
      taking = Promise.resolve(postgresStore(db).take([hour('a'), hour('b'), hour('c')]));
      for (;;) {
        const [row] = await tx.$queryRaw<{ waits: boolean; now: Date }[]>`
          SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE "datname" = current_database() AND "wait_event_type" = 'Lock'
                            AND "query" LIKE '%latchkey_take_together%' AND clock_timestamp() - "query_start" > interval '30 ms') AS "waits",
                 clock_timestamp() AS "now"`;
        if (row!.waits) return row!.now.getTime();
      }
    });
    await taking;
    const latest = await Promise.all(['a', 'b', 'c'].map(async (key) => (await hitsOf(key)).at(-1)!));
    expect(new Set(latest).size).toBe(1);
    expect(latest[0]).toBeGreaterThanOrEqual(released);
  });

  test('that is refused writes nothing where its first key is full', async () => {
    await haveHits('public', 'a', [3000, 2000]);
    const version = () => db.$queryRaw`SELECT "key", ctid::text, xmin::text, xmax::text FROM "LimitWindow"`;
    const before = await version();
    const refused = await postgresStore(db).take([hour('a', 2), hour('b'), hour('c')]);
    expect(refused).toMatchObject({ left: [0, 5, 5], waits: [600, 0, 0] });
    expect(await version()).toEqual(before);
  });

  test('that is refused by its last key leaves those before it as they were', async () => {
    await haveHits('public', 'a', [3000, 2000]);
    await haveHits('public', 'c', [1000]);
    const before = await hitsOf('a');
    const refused = await postgresStore(db).take([hour('a'), hour('b'), hour('c', 1)]);
    expect(refused).toMatchObject({ left: [3, 5, 0], waits: [0, 0, 2600] });
    expect([await hitsOf('a'), await hitsOf('b')]).toEqual([before, []]);
    // Nothing counts in the row that was made for it: the next purge takes it.
    const [made] = await db.$queryRaw<{ over: boolean }[]>`
      SELECT "expiresAt" < clock_timestamp() + interval '1 ms' AS "over" FROM "LimitWindow" WHERE "key" = 'b'`;
    expect(made).toEqual({ over: true });
  });

  test('keeps a row no longer than its limit, however long it is used', async () => {
    for (let round = 0; round < 12; round++) {
      await haveHits('public', 'a', [9000, 8000, 7000, 6000].slice(0, (round % 4) + 1));
      for (const left of [3, 2, 1, 0])
        expect(await postgresStore(db).take([hour('a', 4)])).toMatchObject({ left: [left], waits: [0] });
      expect(await hitsOf('a')).toHaveLength(4);
    }
  });

  test('moves out what no longer counts before it is more than what does, however high the limit', async () => {
    const old = Array.from({ length: 60 }, (_, index) => 5_000 - index);
    await haveHits('public', 'key', [...old, 3, 2, 1]);
    expect(await postgresStore(db).take([hour('key', 1_000_000)])).toMatchObject({
      open: true,
      left: [999_996],
    });
    expect(await hitsOf('key')).toHaveLength(4);
    const live = Array.from({ length: 60 }, (_, index) => 500 - index);
    await haveHits('public', 'key', [...old.slice(0, 40), ...live]);
    expect(await postgresStore(db).take([hour('key', 1_000_000)])).toMatchObject({
      open: true,
      left: [999_939],
    });
    expect(await hitsOf('key')).toHaveLength(101);
  });
});
