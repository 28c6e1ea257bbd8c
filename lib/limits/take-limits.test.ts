import { fork } from 'node:child_process';
import { once } from 'node:events';
import fc from 'fast-check';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { loadLimits } from './catalogue';
import { clearLimits } from './clear-limits';
import { countUses } from './count-uses';
import { openPostgresFixture, openRedisFixture, type StoreFixture } from './store-fixture';
import { type LimitUse, limitKey, type Queryable, takeLimits } from './take-limits';

const inRedis = await openRedisFixture();
if (typeof inRedis === 'string') console.log(`The tests of limits in Redis are skipped: ${inRedis}.`);
const fixtures: [string, StoreFixture][] = [['PostgreSQL', await openPostgresFixture()]];
if (typeof inRedis !== 'string') fixtures.push(['Redis', inRedis]);

const limits = loadLimits([
  'sends_per_address_hour=5/3600',
  'sends_per_client=30/3600',
  'api_anonymous=100/60',
]);
const perAddress = (subject = 'ann@example.com'): LimitUse => ({ limit: 'sends_per_address_hour', subject });
const perClient = (subject = '192.0.2.1'): LimitUse => ({ limit: 'sends_per_client', subject });
/** The store is named in every call, so that none is chosen by the settings. */
const unused = null as unknown as Queryable;

describe.each(fixtures)('limits in %s', (_, fixture) => {
  const { store, otherStore } = fixture;
  const take = (...uses: LimitUse[]) => takeLimits(unused, uses, limits, store);
  const haveHits = (use: LimitUse, ages: readonly number[]) => fixture.haveHits(limitKey(use), ages);
  const countHits = (use: LimitUse) => fixture.countHits(limitKey(use));

  beforeEach(() => fixture.empty());
  afterAll(() => fixture.close());

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
    expect(await takeLimits(unused, [perAddress()], lowered, store)).toMatchObject({
      retryAfterSeconds: 3100,
    });
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
    const refused = await take(perAddress());
    expect(refused.ok).toBe(false);
    expect(!refused.ok && refused.retryAfterSeconds).toBeGreaterThanOrEqual(1);
    await haveHits(perAddress(), [-90_000, -90_001, -90_002, -90_003, -90_004]);
    expect(await take(perAddress())).toMatchObject({ ok: false, retryAfterSeconds: 3600 });
  });

  it('keeps subjects and limits apart, and writes no address down', async () => {
    await take(perAddress('ann@example.com'), perAddress('bob@example.com'), perClient('ann@example.com'));
    const kept = await fixture.dump();
    expect(new Set(kept.match(/(?<=[a-z]:)[\w-]{22}/g)).size).toBe(3);
    expect(kept).not.toContain('example');
  });

  it('lets exactly as many through when a hundred ask at once on two pools', async () => {
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        takeLimits(unused, [perClient()], limits, index % 2 ? store : otherStore),
      ),
    );
    expect(answers.filter((answer) => answer.ok)).toHaveLength(30);
    expect(await countHits(perClient())).toBe(30);
    const left = answers.flatMap((answer) => (answer.ok ? [answer.value.sends_per_client] : []));
    expect(left.sort((a, b) => a! - b!)).toEqual(Array.from({ length: 30 }, (_, index) => index));
  });

  it('neither deadlocks nor miscounts when keys come in every order', async () => {
    const subjects = ['a', 'b', 'c', 'd', 'e'];
    const orders = fc.sample(fc.shuffledSubarray(subjects, { minLength: 5 }), 80);
    const answers = await Promise.all(
      orders.map((order, index) => {
        const uses = order.map((subject) => ({ limit: 'api_anonymous' as const, subject }));
        return takeLimits(unused, uses, limits, index % 2 ? store : otherStore);
      }),
    );
    expect(answers.every((answer) => answer.ok)).toBe(true);
    for (const subject of subjects) expect(await countHits({ limit: 'api_anonymous', subject })).toBe(80);
  });

  it('agrees with a sliding window counted by hand, for any history', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 7000 }), { minLength: 1, maxLength: 9 }),
        async (ages) => {
          // Half a second off, so that the time the test takes changes no verdict.
          const oldestFirst = ages.map((age) => age + 0.5).sort((a, b) => b - a);
          await haveHits(perAddress(), oldestFirst);
          const live = oldestFirst.filter((age) => age < 3600);
          const answer = await take(perAddress());
          expect(answer.ok).toBe(live.length < 5);
          if (!answer.ok) {
            const fifthNewest = live.at(-5)!;
            expect(answer.retryAfterSeconds).toBe(Math.ceil(3600 - fifthNewest));
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it('counts the uses that count, and takes none by it', async () => {
    await haveHits(perClient(), [90_000, 3601, 3595, 10, 1]);
    expect(await countUses(unused, perClient(), store)).toBe(3);
    expect(await countUses(unused, perClient(), store)).toBe(3);
    expect(await countUses(unused, perClient('192.0.2.2'), store)).toBe(0);
  });

  it('forgets the uses of the limits named, and of no other', async () => {
    await take(perAddress(), perClient());
    await clearLimits(unused, [perAddress()], store);
    expect([await countHits(perAddress()), await countHits(perClient())]).toEqual([0, 1]);
  });

  it('lets exactly as many through when two processes ask at once', async () => {
    const takers = await Promise.all([startTaker(fixture), startTaker(fixture)]);
    const answers = (await Promise.all(takers.map((ask) => ask(perClient(), 60)))).flat();
    expect(answers).toHaveLength(120);
    expect(answers.filter((ok) => ok)).toHaveLength(30);
    expect(await countHits(perClient())).toBe(30);
  });
});

/** A process of its own, ready to take: both are waited for before either begins. */
async function startTaker({ environment }: StoreFixture) {
  const child = fork('lib/limits/race-takes.ts', {
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, ...environment },
  });
  await once(child, 'message');
  return async (use: LimitUse, count: number): Promise<boolean[]> => {
    child.send({ use, count });
    const [answers] = await once(child, 'message');
    return answers as boolean[];
  };
}
