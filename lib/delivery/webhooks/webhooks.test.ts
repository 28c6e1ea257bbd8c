import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { recordEvent } from '@/lib/audit/record-event';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { createEndpoint, disableEndpoint, findEndpoints, replayMessages, rotateEndpoint } from './endpoints';
import { fanOutEvents } from './fan-out-events';
import { postToTarget } from './post-to-target';
import { explainBadUrl, isPublicAddress } from './public-address';
import { retryAfterSeconds, sendDueMessages } from './send-due-messages';

interface Received {
  headers: IncomingHttpHeaders;
  body: string;
}

let test: TestDatabase;
let url: string;
let status = 204;
const received: Received[] = [];
const receiver = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => {
    body += chunk;
  });
  request.on('end', () => {
    received.push({ headers: request.headers, body });
    response.writeHead(status, { location: url }).end();
  });
});

beforeAll(async () => {
  test = await createTestDatabase();
  await new Promise<void>((done) => receiver.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hooks`;
});
afterAll(async () => {
  receiver.close();
  await test.close();
});
beforeEach(async () => {
  status = 204;
  received.length = 0;
  await test.db.webhookEndpoint.deleteMany();
});

const create = (events: string[] = []) => createEndpoint(test.db, { url, events, createdBy: 'test' });
const userId = '7b0b8a0e-3f5d-4a53-9b0c-0d3d7b8f2a11';
const verified = () =>
  recordEvent(test.db, {
    type: 'code_verified',
    userId,
    data: { purpose: 'login', channel: 'sms', code: '123456', address: 'ann@example.com' },
  });
const send = () => sendDueMessages(test.db, true);
const makeDue = () => test.db.$executeRaw`UPDATE "WebhookMessage" SET "availableAt" = now()`;

describe('a webhook', () => {
  it('tells what happened, signed as Standard Webhooks says, and nothing that is not listed', async () => {
    const { secret } = await create();
    await verified();
    expect(await fanOutEvents(test.db)).toBe(1);
    expect(await send()).toBe(1);
    const [{ headers, body }] = received as [Received];
    expect(JSON.parse(body)).toEqual({
      type: 'code.verified',
      timestamp: expect.stringMatching(/Z$/),
      data: { customer_id: userId, purpose: 'login', channel: 'sms' },
    });
    const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
    const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
    expect(headers['webhook-signature']).toBe(
      `v1,${createHmac('sha256', key).update(signed).digest('base64')}`,
    );
    expect(Math.abs(Number(headers['webhook-timestamp']) - Date.now() / 1000)).toBeLessThan(60);
    expect(await send()).toBe(0);
  });

  it('is one for each event, however often and by however many the log is read', async () => {
    await create();
    await verified();
    await verified();
    await Promise.all(Array.from({ length: 6 }, () => fanOutEvents(test.db)));
    await fanOutEvents(test.db);
    await Promise.all(Array.from({ length: 6 }, send));
    expect(received).toHaveLength(2);
    expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(2);
  });

  it('goes to those only who want to hear of it', async () => {
    await create(['password.reset']);
    await verified();
    await recordEvent(test.db, { type: 'password_reset', userId });
    await recordEvent(test.db, { type: 'account_held', userId, data: { reason: 'account_held' } });
    expect(await fanOutEvents(test.db)).toBe(1);
    await send();
    expect(received.map(({ body }) => JSON.parse(body).type)).toEqual(['password.reset']);
  });

  it('says when an account is locked and when a message failed, whoever gave it up', async () => {
    await create();
    await recordEvent(test.db, { type: 'account_held', userId, data: { reason: 'hold', failures: 10 } });
    const data = { template: 'password_changed', channel: 'sms', address: '+12025550143' };
    const delivery = await test.db.delivery.create({ data });
    await test.db.delivery.update({
      where: { id: delivery.id },
      data: { state: 'failed', provider: 'twilio', failureKind: 'rejected' },
    });
    await fanOutEvents(test.db);
    await send();
    const bodies = received.map(({ body }) => JSON.parse(body)).sort((a, b) => (a.type < b.type ? -1 : 1));
    expect(bodies).toMatchObject([
      { type: 'account.locked', data: { reason: 'hold', failures: 10 } },
      { type: 'delivery.failed', data: { delivery_id: delivery.id, channel: 'sms', kind: 'rejected' } },
    ]);
    expect(JSON.stringify(bodies)).not.toContain('+1202');
  });

  it('is tried again later and later with the same id, given up at the end, and replayed on demand', async () => {
    const { id } = await create();
    await verified();
    await fanOutEvents(test.db);
    status = 500;
    for (let count = 0; count <= retryAfterSeconds.length; count++) {
      expect(await send()).toBe(1);
      expect(await send()).toBe(0);
      await makeDue();
    }
    expect(await send()).toBe(0);
    const row = await test.db.webhookMessage.findFirstOrThrow();
    expect(row).toMatchObject({ state: 'failed', lastStatus: 500, lastError: 'HTTP 500' });
    expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    status = 200;
    expect(await replayMessages(test.db, { endpointId: id, sinceHours: 1 })).toBe(1);
    expect(await send()).toBe(1);
    expect(await findEndpoints(test.db)).toMatchObject([{ queued: 0, failed: 0, lastError: null }]);
  });

  it('follows no redirect', async () => {
    await create();
    await verified();
    await fanOutEvents(test.db);
    status = 307;
    await send();
    expect(received).toHaveLength(1);
  });

  it('stops where the receiver says "gone", or an admin removes it', async () => {
    await create();
    await verified();
    await fanOutEvents(test.db);
    status = 410;
    await send();
    expect(await findEndpoints(test.db)).toMatchObject([{ disabledReason: 'gone' }]);
    const { id } = await create();
    expect(await disableEndpoint(test.db, id, 'removed')).toBe(true);
    await verified();
    expect(await fanOutEvents(test.db)).toBe(0);
  });

  it('has a new secret after a rotation', async () => {
    const { id, secret } = await create();
    const rotated = await rotateEndpoint(test.db, id);
    expect(rotated?.secret).toMatch(/^whsec_/);
    expect(rotated?.secret).not.toBe(secret);
  });
});

describe('the target of a webhook', () => {
  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.31.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    'fe80::1',
    'fc00::1',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    '2001:db8::1',
    'ff02::1',
    'localhost',
    '',
  ])('is no internet address: %s', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it.each(['8.8.8.8', '172.15.0.1', '172.32.0.1', '100.128.0.1', '2606:4700::1111'])(
    'is one: %s',
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );

  it.each(['localhost', '127.1', '2130706433', '0x7f.1', '[::1]', '[::ffff:7f00:1]'])(
    'is refused when %s leads to this machine',
    async (host) => {
      const { port } = new URL(url);
      const sent = postToTarget(`http://${host}:${port}/`, { headers: {}, body: '{}', mayBePrivate: false });
      await expect(sent).rejects.toThrow(/private|known/);
      expect(received).toHaveLength(0);
    },
  );

  it('is noted as refused and not called, also when its endpoint was made before', async () => {
    await create();
    await verified();
    await fanOutEvents(test.db);
    await sendDueMessages(test.db, false);
    expect(received).toHaveLength(0);
    expect((await test.db.webhookMessage.findFirstOrThrow()).lastError).toMatch(/private/);
  });

  it.each([
    ['http://shop.example.com/', false, /https/],
    ['ftp://shop.example.com/', true, /https/],
    ['https://ann:secret@shop.example.com/', false, /password/],
    ['https://192.168.0.1/', false, /private/],
    ['https://[::1]/', false, /private/],
    ['shop', false, /like/],
  ])('%s is explained', (typed, mayBePrivate, words) => {
    expect(explainBadUrl(typed, mayBePrivate)).toMatch(words);
    expect(explainBadUrl('https://shop.example.com/hooks', false)).toBeNull();
  });
});
