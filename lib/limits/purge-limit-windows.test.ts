import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDatabase, type Database } from '@/lib/db/client';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { loadLimits } from './catalogue';
import { postgresStore } from './postgres-store';
import { purgeLimitWindows } from './purge-limit-windows';
import { takeLimits } from './take-limits';

let test: TestDatabase;
let db: Database;
let otherPool: Database;

beforeAll(async () => {
  test = await createTestDatabase();
  db = test.db;
  otherPool = createDatabase(test.url);
});
afterAll(async () => {
  await otherPool.$disconnect();
  await test.close();
});
beforeEach(async () => {
  await db.limitWindow.deleteMany();
});

const limits = loadLimits(['api_anonymous=1000/60']);
const take = (subject: string, pool = db) =>
  takeLimits(pool, [{ limit: 'api_anonymous', subject }], limits, postgresStore(pool));
const makeOld = () => db.$executeRaw`UPDATE "LimitWindow" SET "expiresAt" = now() - interval '1 second'`;

describe('purgeLimitWindows', () => {
  it('deletes in slices what counts no more, and keeps the rest', async () => {
    for (let index = 0; index < 7; index += 1) await take(`old ${index}`);
    await makeOld();
    await take('new');
    expect(await purgeLimitWindows(db, 3)).toBe(7);
    expect(await db.limitWindow.count()).toBe(1);
  });

  it('loses no use that is taken meanwhile, of old windows or new ones', async () => {
    const subjects = ['a', 'b', 'c', 'd'];
    for (const subject of subjects) await take(subject);
    await makeOld();
    const purging = Array.from({ length: 10 }, () => purgeLimitWindows(otherPool, 1));
    const taking = Array.from({ length: 80 }, (_, index) =>
      take(subjects[index % 4]!, index % 2 ? db : otherPool),
    );
    expect((await Promise.all(taking)).every(({ ok }) => ok)).toBe(true);
    await Promise.all(purging);
    // The first use of each may have gone with its old window, none of the later ones.
    for (const { hits } of await db.limitWindow.findMany()) expect(hits.length).toBeGreaterThanOrEqual(20);
    expect(await db.limitWindow.count()).toBe(4);
  });

  it('waits for no lock: a window that somebody holds is left for the next time', async () => {
    await take('held');
    await take('free');
    await makeOld();
    await otherPool.$transaction(async (tx) => {
      await tx.$queryRaw`SELECT 1 FROM "LimitWindow" ORDER BY "key" LIMIT 1 FOR UPDATE`;
      expect(await purgeLimitWindows(db, 10)).toBe(1);
    });
    expect(await purgeLimitWindows(db, 10)).toBe(1);
  });
});
