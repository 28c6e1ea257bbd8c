import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createSession } from '@/lib/accounts/sessions';
import { issueChallenge } from '@/lib/codes/challenge-fixture';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { purge } from './purge';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.close());

const retention = { retentionDays: 30, approvalRetentionDays: 400 };
const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);
const keyUntil = (expiresAt: Date) => ({ keyHash: randomBytes(32), requestHash: randomBytes(32), expiresAt });

it('forgets codes with their messages after the retention, and keeps newer ones', async () => {
  const old = await issueChallenge(test.db);
  const fresh = await issueChallenge(test.db);
  await test.db.otp.update({ where: { id: old.challenge.id }, data: { expiresAt: daysAgo(31) } });
  await test.db.otp.update({ where: { id: fresh.challenge.id }, data: { expiresAt: daysAgo(29) } });
  await purge(test, retention);
  expect(await test.db.otp.findMany({ select: { id: true } })).toEqual([{ id: fresh.challenge.id }]);
  expect(await test.db.delivery.count()).toBe(1);
});

it('keeps a message that is on its way, however old', async () => {
  const address = 'ann@example.com';
  const data = { template: 'password_changed', channel: 'email', address, createdAt: daysAgo(40) };
  const waiting = await test.db.delivery.create({ data });
  const sent = await test.db.delivery.create({ data: { ...data, state: 'sent' } });
  await purge(test, retention);
  expect(await test.db.delivery.findUnique({ where: { id: waiting.id } })).not.toBeNull();
  expect(await test.db.delivery.findUnique({ where: { id: sent.id } })).toBeNull();
});

it('forgets the tokens of sessions that ended, and the sessions when no browser is known by them', async () => {
  const { id: userId } = await test.db.user.create({ data: { email: 'bea@example.com' } });
  const life = {
    userId,
    methods: [],
    ttlSeconds: 60,
    idleSeconds: null,
    userAgent: null,
    clientAddress: null,
  };
  const ids = await Promise.all([1, 2, 3].map(async () => (await createSession(test.db, life))!.id));
  const [live, ended, ancient] = ids as [string, string, string];
  for (const sessionId of ids) {
    await test.db.refreshToken.create({ data: { tokenHash: randomBytes(32), sessionId } });
  }
  const update = (id: string, data: object) => test.db.session.update({ where: { id }, data });
  await update(ended, { endedAt: daysAgo(2), endedReason: 'sign_out' });
  await update(ancient, { createdAt: daysAgo(211), expiresAt: daysAgo(181) });
  await purge(test, retention);
  const tokens = await test.db.refreshToken.findMany({ select: { sessionId: true } });
  expect(tokens).toEqual([{ sessionId: live }]);
  expect((await test.db.session.findMany({ select: { id: true } })).map(({ id }) => id).sort()).toEqual(
    [live, ended].sort(),
  );
});

it('works in slices until all is gone', async () => {
  await test.db.idempotencyKey.createMany({ data: Array.from({ length: 25 }, () => keyUntil(daysAgo(1))) });
  await test.db.idempotencyKey.create({ data: keyUntil(daysAgo(-1)) });
  expect(await purge(test, retention, 10)).toMatchObject({ IdempotencyKey: 25 });
  expect(await test.db.idempotencyKey.count()).toBe(1);
});

it('forgets what vendors have told, in slices, and never within the time in which they tell it again', async () => {
  const told = (receivedAt: Date) => ({ id: randomBytes(32), receivedAt });
  await test.db.vendorEvent.createMany({ data: Array.from({ length: 25 }, () => told(daysAgo(31))) });
  const fresh = told(daysAgo(29));
  await test.db.vendorEvent.create({ data: fresh });
  expect(await purge(test, retention, 10)).toMatchObject({ VendorEvent: 25 });
  const left = await test.db.vendorEvent.findMany();
  expect(left.map(({ id }) => Buffer.from(id).equals(fresh.id))).toEqual([true]);
});

it('forgets a suppression that is over, with its address, and keeps those that hold', async () => {
  const row = (address: string, expiresAt: Date | null) => ({
    ...{ channel: 'email', address, reason: 'bounced', expiresAt },
  });
  await test.db.suppression.createMany({
    data: [
      row('over@example.com', daysAgo(1)),
      row('now@example.com', daysAgo(-1)),
      row('stop@example.com', null),
    ],
  });
  expect(await purge(test, retention)).toMatchObject({ Suppression: 1 });
  const left = await test.db.suppression.findMany({ orderBy: { address: 'asc' } });
  expect(left.map(({ address }) => address)).toEqual(['now@example.com', 'stop@example.com']);
});

it('forgets the calls to vendors together with their message', async () => {
  const data = { template: 'password_changed', channel: 'email', address: 'a@example.com', state: 'sent' };
  const { id } = await test.db.delivery.create({ data: { ...data, createdAt: daysAgo(31) } });
  await test.db.deliveryAttempt.create({ data: { deliveryId: id, provider: 'smtp', channel: 'email' } });
  await purge(test, retention);
  expect(await test.db.deliveryAttempt.count({ where: { deliveryId: id } })).toBe(0);
});

it('leaves the work to the process that has the lock', async () => {
  await test.db.idempotencyKey.create({ data: keyUntil(daysAgo(1)) });
  await test.db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT pg_advisory_xact_lock(7226601)::text`;
    expect(await purge(test, retention)).toMatchObject({ IdempotencyKey: 0 });
  });
  expect(await purge(test, retention)).toMatchObject({ IdempotencyKey: 1 });
});
