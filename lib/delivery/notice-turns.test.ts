import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Database, Prisma } from '@/lib/db/client';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { outboxDeps } from './delivery-fixture';
import type { Notice } from './enqueue-notice';
import { NoticeTurns } from './notice-turns';
import { reserveFirstTurn, startOutbox } from './outbox';
import { placesPerProcess } from './places';
import { type SmtpSink, startSmtpSink } from './providers/stand-ins/smtp-sink';

let database: TestDatabase;
let db: Database;
let sink: SmtpSink;
let outbox: { stop(): Promise<void> } | null = null;

beforeAll(async () => {
  [database, sink] = await Promise.all([createTestDatabase(), startSmtpSink()]);
  db = database.db;
});
afterAll(() => Promise.all([sink.close(), database.close()]));
beforeEach(() => db.$executeRaw`TRUNCATE "Otp", "Delivery", "DeliveryAttempt", "Suppression" CASCADE`);
afterEach(async () => {
  await outbox?.stop();
  outbox = null;
});

const kind = {
  channel: 'email',
  address: 'a@example.com',
  template: 'password_changed',
  purpose: null,
} as const;

/** How many places of a lane are free, for mails. */
function countFree(lane: 'codes' | 'notices'): number {
  const turns = [];
  for (let turn = reserveFirstTurn(kind, lane); turn; turn = reserveFirstTurn(kind, lane)) turns.push(turn);
  for (const turn of turns) turn.giveBack();
  return turns.length;
}

async function start(): Promise<void> {
  const env = {
    ...{ EMAIL_HOST: '127.0.0.1', EMAIL_PORT: String(sink.port), EMAIL_USE_TLS: 'False' },
    DEFAULT_FROM_EMAIL: 'codes@shop.example',
  };
  outbox = startOutbox(outboxDeps(db, env));
  await expect.poll(() => countFree('notices')).toBe(placesPerProcess.notices);
}

const newNotice = (over: Partial<Notice> = {}): Notice => ({
  ...{ template: 'password_changed', channel: 'email', address: `${randomUUID()}@example.com` },
  ...{ userId: null, locale: null, params: { name: 'Ada' }, ...over },
});

const find = ({ address }: Notice) =>
  db.delivery.findFirstOrThrow({ where: { address }, include: { attempts: true } });

async function untilSent(notice: Notice) {
  await expect.poll(async () => (await find(notice)).state, { timeout: 10_000, interval: 20 }).toBe('sent');
  return find(notice);
}

describe('a notice that a request writes', () => {
  test('is written as taken and sent after the commit, without a claim', async () => {
    await start();
    const [notice, turns] = [newNotice(), new NoticeTurns()];
    await db.$transaction((tx) => tx.$executeRaw(turns.insert(notice)));
    expect(await find(notice)).toMatchObject({
      ...{ state: 'sending', attemptCount: 1, provider: 'smtp', priority: 10, attempts: [] },
    });
    expect(countFree('notices')).toBe(placesPerProcess.notices - 1);
    expect(countFree('codes')).toBe(placesPerProcess.codes);
    turns.settle(db);
    expect((await sink.waitFor(notice.address)).text).toContain('Ada');
    const { id, attempts } = await untilSent(notice);
    // A claim would have made another.
    expect(attempts).toMatchObject([{ id, outcome: 'sent' }]);
    await expect.poll(() => countFree('notices')).toBe(placesPerProcess.notices);
  });

  test('is in the language of the last code that its owner used, where the account has none', async () => {
    await start();
    const { id: userId } = await db.user.create({ data: { email: `${randomUUID()}@example.com` } });
    await db.otp.create({
      data: {
        ...{ purpose: 'login', channel: 'email', address: 'a@example.com', subject: 's', keyId: 'k', userId },
        ...{ nonce: Buffer.alloc(16), expiresAt: new Date(), resendAvailableAt: new Date() },
        ...{ consumedAt: new Date(), locale: 'es' },
      },
    });
    const [notice, turns] = [newNotice({ userId }), new NoticeTurns()];
    await db.$executeRaw(turns.insert(notice));
    turns.settle(db);
    expect((await sink.waitFor(notice.address)).text).toContain('contraseña');
    expect(await untilSent(notice)).toMatchObject({ locale: 'es' });
  });

  test('waits for the outbox where more of them are on the way than places', async () => {
    await start();
    const turns = new NoticeTurns();
    const notices = Array.from({ length: placesPerProcess.notices + 2 }, () => newNotice());
    for (const notice of notices) await db.$executeRaw(turns.insert(notice));
    const states = await Promise.all(notices.map(async (notice) => (await find(notice)).state));
    expect(states).toEqual([...Array<string>(placesPerProcess.notices).fill('sending'), 'queued', 'queued']);
    turns.settle(db);
    for (const notice of notices) await untilSent(notice);
  });

  test('waits for the outbox where none runs here', async () => {
    const [notice, turns] = [newNotice(), new NoticeTurns()];
    await db.$executeRaw(turns.insert(notice));
    turns.settle(db);
    expect(await find(notice)).toMatchObject({ state: 'queued', attemptCount: 0, leasedUntil: null });
    await start();
    await untilSent(notice);
  });

  test('is for the outbox to judge where something may not be sent to its address', async () => {
    await start();
    const [notice, turns] = [newNotice(), new NoticeTurns()];
    await db.suppression.create({
      data: { channel: 'email', address: notice.address, reason: 'complained' },
    });
    await db.$executeRaw(turns.insert(notice));
    turns.settle(db);
    await expect.poll(async () => (await find(notice)).state).toBe('failed');
    expect(await find(notice)).toMatchObject({ failureKind: 'rejected', attempts: [] });
    await expect.poll(() => countFree('notices')).toBe(placesPerProcess.notices);
  });
});

describe('a place is given back', () => {
  test('where the transaction is rolled back', async () => {
    await start();
    const [notice, turns] = [newNotice(), new NoticeTurns()];
    const failing = db.$transaction(async (tx) => {
      await tx.$executeRaw(turns.insert(notice));
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    turns.settle(db);
    await expect.poll(() => countFree('notices')).toBe(placesPerProcess.notices);
    expect(await db.delivery.count()).toBe(0);
  });

  test('where what it tells of did not happen', async () => {
    await start();
    const turns = new NoticeTurns();
    const nothing = Prisma.sql`FROM (SELECT 1 WHERE false) AS spent`;
    await db.$executeRaw(turns.insert(newNotice(), nothing));
    turns.settle(db);
    await expect.poll(() => countFree('notices')).toBe(placesPerProcess.notices);
    expect(await db.delivery.count()).toBe(0);
  });

  test('where the database does not say what was written; the notice goes when its lease ends', async () => {
    await start();
    const [notice, turns] = [newNotice(), new NoticeTurns()];
    await db.$executeRaw(turns.insert(notice));
    const away = new Proxy(db, {
      get: (target, name) =>
        name === '$queryRaw' ? () => Promise.reject(new Error('gone')) : Reflect.get(target, name),
    });
    turns.settle(away);
    await expect.poll(() => countFree('notices')).toBe(placesPerProcess.notices);
    expect(await find(notice)).toMatchObject({ state: 'sending', attempts: [] });
    await db.$executeRaw`UPDATE "Delivery" SET "availableAt" = now(), "leasedUntil" = now()`;
    expect(await untilSent(notice)).toMatchObject({ attemptCount: 2 });
  });
});

test('stopping waits for notices whose turn is reserved', async () => {
  await start();
  const [notice, turns] = [newNotice(), new NoticeTurns()];
  await db.$executeRaw(turns.insert(notice));
  let stopped = false;
  const stopping = outbox!.stop().then(() => {
    stopped = true;
  });
  // Long enough for a stop that waits for nobody.
  await find(notice);
  expect(stopped).toBe(false);
  turns.settle(db);
  await stopping;
  expect(await find(notice)).toMatchObject({ state: 'sent', attemptCount: 1 });
});
