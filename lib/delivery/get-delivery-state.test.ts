import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '@/lib/db/client';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { decoyCourse } from './decoy-course';
import { getDeliveryState } from './get-delivery-state';
import { deliverySettings } from './providers/stand-ins/message-fixture';
import { standInAccount } from './providers/stand-ins/twilio-stand-in';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

async function challengeWith(
  ...deliveries: { state: string; ageMs: number; failureKind?: string }[]
): Promise<string> {
  const at = new Date();
  const otp = await database.db.otp.create({
    data: {
      ...{ purpose: 'login', channel: 'email', address: 'a@b.c', subject: 's' },
      ...{ nonce: Buffer.alloc(16), keyId: 'k', expiresAt: new Date(+at + 60_000), resendAvailableAt: at },
    },
  });
  for (const { state, ageMs, failureKind } of deliveries) {
    const createdAt = new Date(Date.now() - ageMs);
    await database.db.delivery.create({
      data: {
        ...{ otpId: otp.id, template: 'code', channel: 'email', address: 'a@b.c' },
        ...{ state, failureKind, createdAt },
      },
    });
  }
  return otp.id;
}

describe('the state of a challenge', () => {
  test('is that of its newest message, with the reason of a failure', async () => {
    const id = await challengeWith(
      { state: 'sent', ageMs: 5000 },
      { state: 'failed', ageMs: 10, failureKind: 'invalid_address' },
    );
    expect(await getDeliveryState(database.db, id)).toEqual({ state: 'failed', reason: 'invalid_address' });
  });

  test('does not tell a message that waits for a worker from one on the line: decoys wait for none', async () => {
    for (const state of ['queued', 'sending']) {
      const id = await challengeWith({ state, ageMs: 2_000 });
      expect(await getDeliveryState(database.db, id)).toEqual({ state: 'sending', reason: null });
    }
  });

  test('is null without a message', async () => {
    expect(await getDeliveryState(database.db, await challengeWith())).toBeNull();
  });

  test('of a decoy takes the course of a message that arrives', async () => {
    const id = await challengeWith({ state: 'decoy', ageMs: 3_000 });
    // Tests run in demo mode, where real messages are delivered at once.
    expect(await getDeliveryState(database.db, id)).toEqual({ state: 'delivered', reason: null });
  });
});

describe('the course of a decoy by a real vendor', () => {
  const settings = deliverySettings({
    ...{ SMS_PROVIDER: 'twilio', EMAIL_PROVIDER: 'none', TWILIO_PHONE_NUMBER: standInAccount.from },
    ...{ TWILIO_ACCOUNT_SID: standInAccount.accountSid, TWILIO_AUTH_TOKEN: standInAccount.authToken },
  });
  test('is read about for real messages, too: whoever waited for it would be known', async () => {
    const mail = deliverySettings({
      EMAIL_HOST: 'mail.example.com',
      DEFAULT_FROM_EMAIL: 'codes@shop.example',
    });
    const countReads = async (state: string) => {
      const id = await challengeWith({ state, ageMs: 1_000 });
      let reads = 0;
      // A client of its own, for which nothing is kept yet.
      const counting = new Proxy(database.db, {
        get(target, name) {
          if (name === '$queryRaw') reads += 1;
          return Reflect.get(target, name) as unknown;
        },
      });
      await getDeliveryState(counting, id, mail);
      return reads;
    };
    expect(await countReads('decoy')).toBe(3);
    for (const state of ['queued', 'sending', 'sent', 'failed']) expect(await countReads(state)).toBe(3);
  });

  const decoyOf = (number: number, ageMs: number, id = `decoy ${number}`) =>
    ({ id, channel: 'sms', address: `+1202${2_000_000 + number}`, ageMs, expired: false }) as const;
  const course = (number: number, ageMs: number, id?: string) =>
    decoyCourse(database.db, decoyOf(number, ageMs, id), settings);

  /** One whose address can be reached. */
  let lucky: number;

  test('keeps the pace of the real ones, from the first step to the last', async () => {
    const createdAt = new Date(Date.now() - 60_000);
    const later = (ms: number) => new Date(+createdAt + ms);
    await database.db.delivery.createMany({
      data: Array.from({ length: 90 }, (_, turn) => ({
        ...{ template: 'password_changed', channel: 'sms', address: `+44740${1_000_000 + turn}` },
        ...{ state: 'delivered', createdAt, sentAt: later(1_000), deliveredAt: later(6_000) },
      })),
    });
    await database.db.$executeRaw`ALTER TABLE "Delivery" DROP CONSTRAINT "Delivery_code_has_challenge"`;
    // Every tenth address cannot be reached.
    await database.db.$executeRaw`UPDATE "Delivery" SET "template" = 'code' WHERE "channel" = 'sms'`;
    await database.db.delivery.createMany({
      data: Array.from({ length: 10 }, (_, turn) => ({
        ...{ template: 'code', channel: 'sms', address: `+44741${1_000_000 + turn}`, createdAt },
        ...{ state: 'failed', failureKind: 'invalid_address' },
      })),
    });
    lucky = (await Promise.all(Array.from({ length: 40 }, (_, n) => course(n, 60_000)))).findIndex(
      ({ state }) => state === 'delivered',
    );
    expect(await Promise.all([5, 900, 1_100, 4_000, 6_100].map((ms) => course(lucky, ms)))).toEqual(
      ['sending', 'sending', 'sent', 'accepted', 'delivered'].map((state) => ({ state, reason: null })),
    );
  });

  test('fails about as often as real addresses do, the same address every time', async () => {
    const outcomes = await Promise.all(Array.from({ length: 1_000 }, (_, n) => course(n, 60_000)));
    const failed = outcomes.filter(({ state }) => state === 'failed').length;
    // 10.5 of 200, with what is assumed before there are real ones.
    expect(failed).toBeGreaterThan(25);
    expect(failed).toBeLessThan(85);
    const unlucky = outcomes.findIndex(({ state }) => state === 'failed');
    for (const id of ['a', 'b', 'c', 'd']) {
      expect(await course(unlucky, 60_000, id)).toEqual({ state: 'failed', reason: 'invalid_address' });
    }
  });

  test('is tried again while real messages are, and fails with its code as they do', async () => {
    const createdAt = new Date(Date.now() - 20_000);
    const real = await database.db.delivery.create({
      data: {
        ...{ template: 'code', channel: 'sms', address: '+447501234567', createdAt },
        ...{ state: 'queued', failureKind: 'unavailable' },
      },
    });
    await database.db.deliveryAttempt.create({
      data: {
        ...{ deliveryId: real.id, channel: 'sms', provider: 'twilio', outcome: 'failed' },
        ...{ startedAt: createdAt, finishedAt: new Date(+createdAt + 2_000) },
      },
    });
    // A client of its own, since what is known of a vendor is kept for a moment for each.
    const other = Object.create(database.db) as Database;
    const at = (ageMs: number, expired = false) =>
      decoyCourse(other, { ...decoyOf(lucky, ageMs), expired }, settings);
    expect(await at(1_900)).toEqual({ state: 'sending', reason: null });
    expect(await at(2_100)).toEqual({ state: 'sending', reason: 'unavailable' });
    expect(await at(50_000, true)).toEqual({ state: 'failed', reason: 'unavailable' });
    // Asked for before the last message went.
    expect(await at(120_000)).toEqual({ state: 'delivered', reason: null });
    await database.db.delivery.update({
      where: { id: real.id },
      data: { state: 'sent', failureKind: null, sentAt: new Date() },
    });
    const later = Object.create(database.db) as Database;
    expect(await decoyCourse(later, decoyOf(lucky, 7_000), settings)).toMatchObject({ reason: null });
  });
});
