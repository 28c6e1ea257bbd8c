import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDatabase, type Database } from '@/lib/db/client';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { loadLimits } from './catalogue';
import { clearLimits } from './clear-limits';
import { purgeLimitWindows } from './purge-limit-windows';
import { type LimitUse, limitKey, takeLimits } from './take-limits';

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

const limits = loadLimits([
  'sends_per_address_hour=5/3600',
  'sends_per_client=30/3600',
  'api_anonymous=100/60',
]);
const perAddress = (subject = 'ann@example.com'): LimitUse => ({ limit: 'sends_per_address_hour', subject });
const perClient = (subject = '192.0.2.1'): LimitUse => ({ limit: 'sends_per_client', subject });
const take = (...uses: LimitUse[]) => takeLimits(db, uses, limits);

/** Writes the ages of earlier uses, newest last. */
async function haveHits(use: LimitUse, agesInSeconds: number[]) {
  await db.$executeRaw`
    INSERT INTO "LimitWindow" ("key", "hits", "expiresAt")
    SELECT ${limitKey(use)}, array_agg(clock_timestamp() - make_interval(secs => age) ORDER BY age DESC),
           now() + interval '1 hour' FROM unnest(${agesInSeconds}::float8[]) AS age
    ON CONFLICT ("key") DO UPDATE SET "hits" = EXCLUDED."hits"`;
}
const countHits = async (use: LimitUse) =>
  (await db.limitWindow.findUnique({ where: { key: limitKey(use) } }))?.hits.length ?? 0;

describe('takeLimits', () => {
  it('lets through as many uses as the limit says, tells how many are left, then refuses', async () => {
    for (const left of [4, 3, 2, 1, 0]) {
      expect(await take(perAddress())).toEqual({ ok: true, value: { sends_per_address_hour: left } });
    }
    expect(await take(perAddress())).toEqual({
      ok: false,
      reason: 'limited',
      limit: 'sends_per_address_hour',
      retryAfterSeconds: 3600,
    });
  });

  it('counts a use until it is exactly as old as the window, and no longer', async () => {
    await haveHits(perAddress(), [3600, 40, 30, 20, 10]);
    expect(await take(perAddress())).toMatchObject({ ok: true });
    await haveHits(perAddress(), [3595, 40, 30, 20, 10]);
    expect(await take(perAddress())).toMatchObject({ ok: false });
  });

  it('slides: a burst at the end of one hour and at the start of the next is not twice the limit', async () => {
    await haveHits(perAddress(), [1801, 1800, 1799, 1798]);
    expect(await take(perAddress())).toMatchObject({ ok: true });
    expect(await take(perAddress())).toMatchObject({ ok: false });
  });

  it('says a retry-after that is true: a second earlier is refused, then it passes', async () => {
    await haveHits(perAddress(), [3000.5, 2000, 1000, 500, 10]);
    const refused = await take(perAddress());
    expect(refused).toMatchObject({ ok: false, retryAfterSeconds: 600 });
    const age = (seconds: number) => [3000.5, 2000, 1000, 500, 10].map((hit) => hit + seconds);
    await haveHits(perAddress(), age(599));
    expect(await take(perAddress())).toMatchObject({ ok: false, retryAfterSeconds: 1 });
    await haveHits(perAddress(), age(600));
    expect(await take(perAddress())).toMatchObject({ ok: true });
  });

  it('says a true retry-after when a limit was lowered below what was used', async () => {
    await haveHits(perAddress(), [3000.5, 2000.5, 1000.5, 500.5, 10.5]);
    const lowered = loadLimits(['sends_per_address_hour=2/3600']);
    expect(await takeLimits(db, [perAddress()], lowered)).toMatchObject({ retryAfterSeconds: 3100 });
  });

  it('takes all or none, and names the limit that lasts longest', async () => {
    await haveHits(perAddress(), [3000, 2000, 1000, 500, 10]);
    expect(await take(perClient(), perAddress())).toMatchObject({
      ok: false,
      limit: 'sends_per_address_hour',
    });
    expect(await countHits(perClient())).toBe(0);
    expect(await countHits(perAddress())).toBe(5);
    expect(await take(perClient(), perAddress('bob@example.com'))).toEqual({
      ok: true,
      value: { sends_per_client: 29, sends_per_address_hour: 4 },
    });
  });

  it('takes a limit once when the same use is named twice', async () => {
    expect(await take(perAddress(), perAddress())).toEqual({
      ok: true,
      value: { sends_per_address_hour: 4 },
    });
  });

  it('stays closed, and never for longer than the window, when the clock has jumped back', async () => {
    await haveHits(perAddress(), [-90_000, 4000, 3900, 3800, 3700]);
    await db.$executeRaw`UPDATE "LimitWindow" SET "hits" = ARRAY["hits"[5]] || "hits"[1:4]`;
    const refused = await take(perAddress());
    expect(refused.ok).toBe(false);
    expect(!refused.ok && refused.retryAfterSeconds).toBeGreaterThanOrEqual(1);
    await haveHits(perAddress(), [-90_000, -90_001, -90_002, -90_003, -90_004]);
    expect(await take(perAddress())).toMatchObject({ ok: false, retryAfterSeconds: 3600 });
  });

  it('keeps subjects and limits apart, and writes no address down', async () => {
    await take(perAddress('ann@example.com'), perAddress('bob@example.com'), perClient('ann@example.com'));
    const rows = await db.limitWindow.findMany();
    expect(rows).toHaveLength(3);
    expect(new Set(rows.map((row) => row.key.split(':')[1])).size).toBe(3);
    expect(JSON.stringify(rows)).not.toContain('example');
  });

  it('lets exactly as many through when a hundred ask at once on two pools', async () => {
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        takeLimits(index % 2 ? db : otherPool, [perClient()], limits),
      ),
    );
    expect(answers.filter((answer) => answer.ok)).toHaveLength(30);
    expect(await countHits(perClient())).toBe(30);
    const left = answers.flatMap((answer) => (answer.ok ? [answer.value.sends_per_client] : []));
    expect(left.sort((a, b) => a! - b!)).toEqual(Array.from({ length: 30 }, (_, index) => index));
  });

  it('neither deadlocks nor miscounts when keys come in every order, while windows are purged', async () => {
    const subjects = ['a', 'b', 'c', 'd', 'e'];
    const orders = fc.sample(fc.shuffledSubarray(subjects, { minLength: 5 }), 80);
    const taking = orders.map((order, index) =>
      takeLimits(
        index % 2 ? db : otherPool,
        order.map((subject) => ({ limit: 'api_anonymous' as const, subject })),
        limits,
      ),
    );
    const purging = Array.from({ length: 10 }, () => purgeLimitWindows(otherPool));
    const answers = await Promise.all(taking);
    await Promise.all(purging);
    expect(answers.every((answer) => answer.ok)).toBe(true);
    for (const subject of subjects) expect(await countHits({ limit: 'api_anonymous', subject })).toBe(80);
  });

  it('agrees with a sliding window counted by hand, for any history', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 7000 }), { minLength: 1, maxLength: 9 }),
        async (ages) => {
          // Half a second off, so that the time the test takes changes no verdict.
          await haveHits(
            perAddress(),
            ages.map((age) => age + 0.5),
          );
          const live = ages.map((age) => age + 0.5).filter((age) => age < 3600);
          const answer = await take(perAddress());
          expect(answer.ok).toBe(live.length < 5);
          if (!answer.ok) {
            const fifthNewest = live.sort((a, b) => a - b)[4]!;
            expect(answer.retryAfterSeconds).toBe(Math.ceil(3600 - fifthNewest));
          }
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('clearLimits', () => {
  it('forgets the uses of the limits named, and of no other', async () => {
    await take(perAddress(), perClient());
    await clearLimits(db, [perAddress()]);
    expect([await countHits(perAddress()), await countHits(perClient())]).toEqual([0, 1]);
  });
});

describe('purgeLimitWindows', () => {
  it('deletes in slices what counts no more, and keeps the rest', async () => {
    for (let index = 0; index < 7; index += 1) await take(perAddress(`${index}@example.com`));
    await db.$executeRaw`UPDATE "LimitWindow" SET "expiresAt" = now() - interval '1 second'`;
    await take(perClient());
    expect(await purgeLimitWindows(db, 3)).toBe(7);
    expect(await countHits(perClient())).toBe(1);
  });
});
