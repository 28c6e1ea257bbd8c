import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDatabase, type Database } from '@/lib/db/client';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { meetAtARow } from '@/lib/db/waiting-fixture';
import { holdPolicy } from './catalogue';
import { clearEveryFailure, clearFailures, countFailure, getHold } from './holds';

let test: TestDatabase;
let db: Database;
const subject = 'user:1';

beforeAll(async () => {
  test = await createTestDatabase();
  db = test.db;
});
afterAll(() => test.close());
beforeEach(async () => {
  await db.hold.deleteMany();
});

async function fail(times: number) {
  for (let index = 1; index < times; index += 1) await countFailure(db, subject);
  return countFailure(db, subject);
}
const letHoldEnd = () => db.$executeRaw`UPDATE "Hold" SET "heldUntil" = now() - interval '1 millisecond'`;

describe('holds', () => {
  it('does not hold a subject that never failed', async () => {
    expect(await getHold(db, subject)).toEqual({
      failures: 0,
      total: 0,
      heldUntil: null,
      retryAfterSeconds: 0,
      exhausted: false,
    });
  });

  it('holds for fifteen minutes at the tenth failure in a row, not before', async () => {
    expect(await fail(9)).toMatchObject({ failures: 9, heldUntil: null });
    expect(await fail(1)).toMatchObject({ failures: 10, total: 10, retryAfterSeconds: 900 });
    const hold = await getHold(db, subject);
    expect(hold.heldUntil).toBeInstanceOf(Date);
    expect(hold.retryAfterSeconds).toBeGreaterThan(890);
    expect((await getHold(db, 'user:2')).heldUntil).toBeNull();
  });

  it('is not prolonged by failures that raced into it', async () => {
    const { heldUntil } = await fail(10);
    expect((await fail(3)).heldUntil).toEqual(heldUntil);
  });

  it('starts a new count after a hold, holds again at the next tenth, and keeps the total', async () => {
    await fail(10);
    await letHoldEnd();
    expect(await getHold(db, subject)).toMatchObject({
      failures: 0,
      total: 10,
      heldUntil: null,
      retryAfterSeconds: 0,
    });
    expect(await fail(9)).toMatchObject({ failures: 9, total: 19, heldUntil: null });
    expect(await fail(1)).toMatchObject({ failures: 10, total: 20, retryAfterSeconds: 900 });
  });

  it('turns the factor off at a hundred without a success', async () => {
    for (let round = 0; round < 10; round += 1) {
      expect(await getHold(db, subject)).toMatchObject({ exhausted: false });
      await fail(10);
      await letHoldEnd();
    }
    expect(await getHold(db, subject)).toMatchObject({ total: 100, exhausted: true });
  });

  it('forgets everything at a success', async () => {
    await fail(12);
    await clearFailures(db, subject);
    expect(await fail(1)).toMatchObject({ failures: 1, total: 1, heldUntil: null });
  });

  it('misses no failure when fifty come at once on two pools', async () => {
    const otherPool = createDatabase(test.url);
    const holds = await Promise.all(
      Array.from({ length: 50 }, (_, index) => countFailure(index % 2 ? db : otherPool, subject)),
    );
    await otherPool.$disconnect();
    expect(holds.map((hold) => hold.total).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 50 }, (_, index) => index + 1),
    );
    expect(
      new Set(holds.filter((hold) => hold.heldUntil).map((hold) => hold.heldUntil?.getTime())).size,
    ).toBe(1);
  });

  it('are all forgotten while a known device forgets its own, and neither stops the other', async () => {
    const [device, key] = ['user:1/device', 'user:1/key:1'];
    // As the rows lie on their page: in another order than they are locked in.
    for (const one of [device, key, subject]) await countFailure(db, one);
    const other = test.openOther();
    await meetAtARow(
      db,
      (tx) => tx.$executeRaw`SELECT 1 FROM "Hold" WHERE "subject" = ${key} FOR UPDATE`,
      () => clearEveryFailure(other, '1'),
      () => other.$transaction((tx) => clearFailures(tx, device)),
    );
    expect(await db.hold.count()).toBe(0);
  });

  it('counts in SQL by the numbers of the catalogue', async () => {
    const [{ definition }] = await db.$queryRaw<[{ definition: string }]>`
      SELECT pg_get_function_arguments('latchkey_count_failure'::regproc) AS definition`;
    expect(definition).toContain(`hold_after integer DEFAULT ${holdPolicy.failuresBeforeHold}`);
    expect(definition).toContain(`hold_seconds integer DEFAULT ${holdPolicy.holdSeconds}`);
  });

  it.each([
    ['Hold', 'subject'],
    ['LimitWindow', 'key'],
  ])('are looked up by their index however few are left: %s', async (table, column) => {
    // More come and go than their pages say: a plan that reads them all is kept until the next look at the statistics.
    const filler =
      table === 'Hold' ? `("subject") SELECT n` : `("key", "hits", "expiresAt") SELECT n, '{}', now()`;
    await db.$executeRawUnsafe(`INSERT INTO "${table}" ${filler} FROM generate_series(1, 1000) AS n`);
    await db.$executeRawUnsafe(`DELETE FROM "${table}"`);
    await db.$executeRawUnsafe(`VACUUM ANALYZE "${table}"`);
    const plan = await db.$queryRawUnsafe<{ 'QUERY PLAN': string }[]>(
      `EXPLAIN DELETE FROM "${table}" t USING (SELECT "address" FROM "Otp" LIMIT 1) AS o WHERE t."${column}" = o."address"`,
    );
    const lines = plan.map((line) => line['QUERY PLAN']).join('\n');
    expect(lines).toContain(`${table}_pkey`);
    expect(lines).not.toContain(`Seq Scan on "${table}"`);
  });
});
