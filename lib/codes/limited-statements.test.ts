import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { insertEvent } from '@/lib/audit/record-event';
import { type Database, Prisma } from '@/lib/db/client';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { loadLimits } from '@/lib/limits/catalogue';
import { countUses } from '@/lib/limits/count-uses';
import { type LimitUse, prepareTake, takeLimits } from '@/lib/limits/take-limits';
import { issueChallenge, newChallenge } from './challenge-fixture';
import { createLimitedChallenge, type NewChallenge } from './create-challenge';
import { verifyCode } from './verify-code';

let base: TestDatabase;
let db: Database;
let other: Database;

beforeAll(async () => {
  base = await createTestDatabase();
  db = base.db;
  other = base.openOther();
});
afterAll(() => base.close());

const limits = loadLimits(['sends_per_address_hour=5/3600', 'sends_per_client=30/3600']);
const owner = { browserHash: randomBytes(32), clientId: null };
const newUses = (): LimitUse[] => {
  const subject = randomBytes(6).toString('hex');
  return [
    { limit: 'sends_per_address_hour', subject },
    { limit: 'sends_per_client', subject },
  ];
};
const prepare = async (uses: LimitUse[], on = db) => {
  const take = await prepareTake(on, uses, limits);
  if (!take.ok) throw new Error('PostgreSQL is asked with the statement, not before it.');
  return take.value;
};
const challenge = (address: string, over: Partial<NewChallenge> = {}): NewChallenge =>
  newChallenge(address, owner, {
    with: (id) => [
      insertEvent({ type: 'code_requested', otpId: id, requestId: address }, Prisma.sql`FROM challenge`),
    ],
    ...over,
  });
const written = async (address: string) => ({
  challenges: await db.otp.count({ where: { address } }),
  deliveries: await db.delivery.count({ where: { address } }),
  events: await db.auditEvent.count({ where: { requestId: address } }),
});

describe('a challenge with its limits', () => {
  test('says what is left, as takeLimits does', async () => {
    const uses = newUses();
    const made = await createLimitedChallenge(db, challenge('left@example.com'), await prepare(uses));
    expect(made).toMatchObject({
      ok: true,
      value: {
        challenge: { address: 'left@example.com' },
        limitsLeft: { sends_per_address_hour: 4, sends_per_client: 29 },
      },
    });
    expect(await takeLimits(db, uses, limits)).toEqual({
      ok: true,
      value: { sends_per_address_hour: 3, sends_per_client: 28 },
    });
  });

  test('writes nothing, takes nothing and ends nothing where one limit refuses', async () => {
    const uses = newUses();
    for (let count = 0; count < 5; count++) await takeLimits(db, uses, limits);
    const before = await issueChallenge(db, { owner });
    const address = 'refused@example.com';
    const refused = await createLimitedChallenge(
      db,
      challenge(address, { replaces: before.challenge.id }),
      await prepare(uses),
    );
    expect(refused).toMatchObject({ ok: false, reason: 'limited', limit: 'sends_per_address_hour' });
    expect(refused).toMatchObject({ retryAfterSeconds: expect.closeTo(3600, -1) });
    expect(await written(address)).toEqual({ challenges: 0, deliveries: 0, events: 0 });
    expect(await db.otp.findUnique({ where: { id: before.challenge.id } })).toMatchObject({
      canceledAt: null,
    });
    expect(await countUses(db, uses[1]!)).toBe(5);
  });

  test('of many that race over two pools, as many are written as the limit says, each whole', async () => {
    const uses = newUses();
    const address = 'race@example.com';
    const results = await Promise.all(
      Array.from({ length: 24 }, async (_, index) => {
        const on = index % 2 ? db : other;
        return createLimitedChallenge(on, challenge(address), await prepare(uses, on));
      }),
    );
    expect(results.filter(({ ok }) => ok)).toHaveLength(5);
    expect(await written(address)).toEqual({ challenges: 5, deliveries: 5, events: 5 });
  });
});

describe('a guess with its limit', () => {
  const guesses = loadLimits(['verifications_per_client=3/60']);
  const guess = async (id: string, code: string, subject: string, on = db) => {
    const take = await prepareTake(on, [{ limit: 'verifications_per_client', subject }], guesses);
    if (!take.ok) throw new Error('asked too early');
    return verifyCode(on, { id, code, owner, purposes: ['login'], take: take.value });
  };

  test('is neither counted nor compared where the limit refuses, not even a right one', async () => {
    const { challenge: issued, code, wrongCode } = await issueChallenge(db, { owner });
    const subject = 'guesser';
    for (const left of [4, 3, 2]) {
      expect(await guess(issued.id, wrongCode, subject)).toMatchObject({
        reason: 'code_incorrect',
        attemptsLeft: left,
      });
    }
    expect(await guess(issued.id, code, subject)).toMatchObject({ ok: false, reason: 'limited' });
    expect(await db.otp.findUnique({ where: { id: issued.id } })).toMatchObject({
      attempts: 3,
      consumedAt: null,
    });
    expect(await db.hold.findUnique({ where: { subject: issued.subject } })).toMatchObject({ failures: 3 });
    expect(await guess(issued.id, code, 'somebody else')).toMatchObject({ ok: true });
  });

  test('counts against the client where there is no such challenge', async () => {
    const id = '00000000-0000-4000-8000-000000000000';
    for (let count = 0; count < 3; count++)
      expect(await guess(id, '123456', 'prober')).toMatchObject({ reason: 'not_found' });
    expect(await guess(id, '123456', 'prober')).toMatchObject({ reason: 'limited' });
  });

  test('of guesses that race, no more are counted than the limit says', async () => {
    const { challenge: issued, wrongCode } = await issueChallenge(db, { owner });
    const results = await Promise.all(
      Array.from({ length: 16 }, (_, index) => guess(issued.id, wrongCode, 'racer', index % 2 ? db : other)),
    );
    const reasons = results.map((result) => (result.ok ? 'ok' : result.reason));
    expect(reasons.filter((reason) => reason === 'limited')).toHaveLength(13);
    expect(await db.otp.findUnique({ where: { id: issued.id } })).toMatchObject({ attempts: 3 });
  });
});
