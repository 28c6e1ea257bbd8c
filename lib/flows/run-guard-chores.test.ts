import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { purgeGuard } from './run-guard-chores';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);

test('what the guard needs no more goes in slices, and nothing else', async () => {
  const { db } = database;
  const holds: [subject: string, days: number][] = [
    ...Array.from({ length: 7 }, (_, index): [string, number] => [`open:${index}`, 2]),
    ['open:young', 0.5],
    ['address:old', 31],
    ['address:young', 29],
    ['user:old', 400],
    ['user:old/device', 400],
  ];
  await db.hold.createMany({
    data: holds.map(([subject, days]) => ({ subject, failures: 1, total: 1, updatedAt: daysAgo(days) })),
  });
  await db.spentProof.createMany({
    data: [-1, -1, -1, -1, 1].map((days) => ({ hash: randomBytes(32), expiresAt: daysAgo(-days) })),
  });
  await db.smsTally.createMany({
    data: [9, 10, 11, 12, 7].map((days) => ({ scope: 'all', slice: daysAgo(days), sent: 1 })),
  });
  await purgeGuard({ db }, 3);
  const left = await db.hold.findMany({ orderBy: { subject: 'asc' } });
  expect(left.map(({ subject }) => subject)).toEqual([
    'address:young',
    'open:young',
    'user:old',
    'user:old/device',
  ]);
  expect(await db.spentProof.count()).toBe(1);
  expect(await db.smsTally.count()).toBe(1);
});

test('a hold that somebody counts on just now is waited for by nobody', async () => {
  const { db } = database;
  await db.hold.createMany({
    data: ['open:held', 'open:free'].map((subject) => ({ subject, updatedAt: daysAgo(2) })),
  });
  await db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM "Hold" WHERE "subject" = 'open:held' FOR UPDATE`;
    // On another connection: it would wait for ever if it waited.
    await purgeGuard({ db });
    expect(await db.hold.findMany({ where: { subject: 'open:free' } })).toEqual([]);
  });
  expect(await db.hold.count({ where: { subject: 'open:held' } })).toBe(1);
});
