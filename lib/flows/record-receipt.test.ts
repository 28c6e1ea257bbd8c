import { createHmac, randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { outboxDeps, queueCode } from '@/lib/delivery/delivery-fixture';
import { startOutbox } from '@/lib/delivery/outbox';
import type { OutboxDeps } from '@/lib/delivery/outbox-deps';
import {
  standInAccount,
  startTwilioStandIn,
  type TwilioStandIn,
} from '@/lib/delivery/providers/stand-ins/twilio-stand-in';
import type { VendorStandIn } from '@/lib/delivery/providers/stand-ins/vendor-stand-in';
import { startVonageStandIn, vonageKeys } from '@/lib/delivery/providers/stand-ins/vonage-stand-in';
import { recordReceipt } from './record-receipt';

let database: TestDatabase;
let twilio: TwilioStandIn;
let vonage: VendorStandIn;
let deps: OutboxDeps;
let outbox: { stop(): Promise<void> };

beforeAll(async () => {
  [database, twilio, vonage] = await Promise.all([
    createTestDatabase(),
    startTwilioStandIn(),
    startVonageStandIn(),
  ]);
  deps = outboxDeps(database.db, {
    ...{ SMS_PROVIDER: 'twilio,vonage', EMAIL_PROVIDER: 'none', TWILIO_BASE_URL: twilio.url },
    ...{ TWILIO_ACCOUNT_SID: standInAccount.accountSid, TWILIO_AUTH_TOKEN: standInAccount.authToken },
    ...{ TWILIO_PHONE_NUMBER: standInAccount.from, VONAGE_API_KEY: vonageKeys.apiKey },
    ...{ VONAGE_API_SECRET: vonageKeys.apiSecret, VONAGE_BASE_URL: vonage.url },
  });
});
afterAll(() => Promise.all([database.close(), twilio.close(), vonage.close()]));
beforeEach(async () => {
  await database.db
    .$executeRaw`TRUNCATE "User", "Otp", "Delivery", "DeliveryAttempt", "ProviderHealth", "Suppression", "VendorEvent" CASCADE`;
  outbox = startOutbox(deps);
});
afterEach(() => outbox.stop());

function tell(fields: Record<string, string>, token = standInAccount.authToken) {
  const url = 'https://login.example.com/api/webhooks/twilio';
  const all: Record<string, string> = { AccountSid: standInAccount.accountSid, ...fields };
  const text =
    url +
    Object.keys(all)
      .toSorted()
      .map((name) => name + all[name])
      .join('');
  const headers = new Headers({
    'content-type': 'application/x-www-form-urlencoded',
    'x-twilio-signature': createHmac('sha1', token).update(text).digest('base64'),
  });
  const request = { url, headers, body: new URLSearchParams(all).toString(), now: new Date() };
  return recordReceipt({ db: database.db }, 'twilio', request, deps.settings!.delivery);
}

const read = (id: string) =>
  database.db.delivery.findUniqueOrThrow({
    where: { id },
    include: { attempts: { orderBy: { startedAt: 'asc' } } },
  });

async function until(id: string, wanted: object) {
  await expect.poll(() => read(id), { timeout: 10_000, interval: 20 }).toMatchObject(wanted);
  return read(id);
}

async function sendByTwilio(wanted: Parameters<typeof queueCode>[1] = {}) {
  const queued = await queueCode(database.db, wanted);
  await until(queued.id, { state: 'sent' });
  const { sid } = await twilio.waitFor(queued.address);
  return { ...queued, sid };
}

describe('a message is followed', () => {
  test('from sent to accepted to delivered', async () => {
    const { id, sid } = await sendByTwilio();
    expect(await tell({ MessageSid: sid, MessageStatus: 'sent' })).toEqual({
      ok: true,
      value: { changed: 1 },
    });
    expect(await read(id)).toMatchObject({ state: 'accepted' });
    await tell({ MessageSid: sid, MessageStatus: 'delivered' });
    const delivery = await read(id);
    expect(delivery).toMatchObject({ state: 'delivered', attempts: [{ receiptState: 'delivered' }] });
    expect(delivery.deliveredAt).not.toBeNull();
  });

  test('and never backwards, in whatever order it is told, and once each', async () => {
    const { id, sid } = await sendByTwilio();
    await tell({ MessageSid: sid, MessageStatus: 'delivered' });
    const { deliveredAt } = await read(id);
    for (const MessageStatus of ['sent', 'undelivered', 'delivered', 'failed', 'sent']) {
      expect(await tell({ MessageSid: sid, MessageStatus })).toEqual({ ok: true, value: { changed: 0 } });
    }
    expect(await read(id)).toMatchObject({ state: 'delivered', deliveredAt, failureKind: null });
    expect(vonage.requests).toEqual([]);
  });

  test('a receipt that is faster than our own statement is not lost', async () => {
    const { id } = await queueCode(database.db);
    await until(id, { state: 'sent' });
    const sid = `SM${randomBytes(16).toString('hex')}`;
    const told = tell({ MessageSid: sid, MessageStatus: 'delivered' });
    await database.db.deliveryAttempt.updateMany({
      where: { deliveryId: id },
      data: { providerMessageId: sid },
    });
    expect(await told).toEqual({ ok: true, value: { changed: 1 } });
  });

  test('a forged receipt changes nothing', async () => {
    const { id, sid } = await sendByTwilio();
    expect(await tell({ MessageSid: sid, MessageStatus: 'delivered' }, 'wrong')).toEqual({
      ok: false,
      reason: 'forged',
    });
    expect(await read(id)).toMatchObject({ state: 'sent', attempts: [{ receiptState: null }] });
  });

  test('a message of another vendor is nothing that this one can tell of', async () => {
    const { id, sid } = await sendByTwilio();
    await database.db.deliveryAttempt.updateMany({ where: { deliveryId: id }, data: { provider: 'vonage' } });
    expect(await tell({ MessageSid: sid, MessageStatus: 'delivered' })).toEqual({
      ok: true,
      value: { changed: 0 },
    });
  });
});

describe('a message that was lost', () => {
  test('goes out by the next vendor with the same code, while the code lives', async () => {
    vonage.requests.length = 0;
    const { id, sid, code } = await sendByTwilio();
    await tell({ MessageSid: sid, MessageStatus: 'undelivered', ErrorCode: '30008' });
    const delivery = await until(id, { state: 'sent', provider: 'vonage' });
    expect(delivery.attempts.map(({ provider, receiptState }) => [provider, receiptState])).toEqual([
      ['twilio', 'undelivered'],
      ['vonage', null],
    ]);
    expect(new URLSearchParams(vonage.requests.at(-1)!.body).get('text')).toContain(code);
    // The first vendor changes its mind: the customer has the code, by whatever way.
    await tell({ MessageSid: sid, MessageStatus: 'delivered' });
    expect(await read(id)).toMatchObject({ state: 'delivered', provider: 'twilio' });
  });

  test('told late, after another vendor has taken it, stays with that vendor', async () => {
    const { id, sid } = await sendByTwilio();
    await tell({ MessageSid: sid, MessageStatus: 'undelivered', ErrorCode: '30008' });
    await until(id, { state: 'sent', provider: 'vonage' });
    await tell({ MessageSid: sid, MessageStatus: 'failed', ErrorCode: '30008' });
    expect(await read(id)).toMatchObject({ state: 'sent', provider: 'vonage' });
  });

  test('fails with the reason when nobody is left', async () => {
    const { id, sid } = await sendByTwilio();
    await database.db.deliveryAttempt.create({
      data: { deliveryId: id, provider: 'vonage', channel: 'sms', receiptState: 'undelivered' },
    });
    await tell({ MessageSid: sid, MessageStatus: 'undelivered', ErrorCode: '30006' });
    await until(id, { state: 'failed', failureKind: 'invalid_address' });
  });

  test('whose code has died is not sent again', async () => {
    const { id, otpId, sid } = await sendByTwilio();
    await database.db.otp.update({ where: { id: otpId }, data: { consumedAt: new Date() } });
    vonage.requests.length = 0;
    await tell({ MessageSid: sid, MessageStatus: 'undelivered', ErrorCode: '30008' });
    expect(await read(id)).toMatchObject({ state: 'failed' });
    expect(vonage.requests).toEqual([]);
  });
});

describe('STOP', () => {
  test('ends texts to the number until START, and a replay of STOP does not end them again', async () => {
    const { address } = await sendByTwilio();
    const stop = { MessageSid: 'SMstop1', From: address, Body: 'STOP' };
    await tell(stop);
    const blocked = await queueCode(database.db, { address });
    await until(blocked.id, { state: 'failed', failureKind: 'rejected' });
    await tell({ MessageSid: 'SMstart1', From: address, Body: 'START' });
    expect(await tell(stop)).toEqual({ ok: true, value: { changed: 0 } });
    expect(await database.db.suppression.count()).toBe(0);
    const types = await database.db.auditEvent.findMany({
      where: { type: { in: ['address_suppressed', 'suppression_lifted'] } },
      orderBy: { id: 'asc' },
      select: { type: true },
    });
    expect(types.map(({ type }) => type)).toEqual(['address_suppressed', 'suppression_lifted']);
  });
});
