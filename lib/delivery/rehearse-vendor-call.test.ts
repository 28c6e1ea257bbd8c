import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Channel, DeliverySettings, ProviderId } from '@/lib/config/delivery-settings';
import { callProvider } from './call-provider';
import { openOwnVendor, type VendorManners } from './own-vendor';
import type { RehearsedVendor } from './own-vendor-answers';
import { makeNobodysSettings } from './own-vendor-settings';
import { providers } from './providers/registry';
import { deliverySettings, smsMessage } from './providers/stand-ins/message-fixture';
import { startVendorStandIn, type VendorStandIn } from './providers/stand-ins/vendor-stand-in';
import { endRehearsedCalls, rehearseVendorCall } from './rehearse-vendor-call';

/** Every key that an operator can set, told from all else. */
const keys = {
  TWILIO_ACCOUNT_SID: 'ACreal0000000000000000000000000001',
  TWILIO_AUTH_TOKEN: 'real0000000000000000000000000002',
  TWILIO_VERIFY_SERVICE_SID: 'VAreal0000000000000000000000000003',
  AWS_ACCESS_KEY_ID: 'AKIDREAL000000000004',
  AWS_SECRET_ACCESS_KEY: 'real/000000000000000000000000000000005',
  AWS_SESSION_TOKEN: 'real-session-6',
  VONAGE_API_KEY: 'real-key-7',
  VONAGE_API_SECRET: 'real-secret-8',
  VONAGE_SIGNATURE_SECRET: 'real-signature-9',
  MSG91_AUTH_KEY: 'real-auth-key-10',
  MSG91_WEBHOOK_SECRET: 'real-receipts-11',
  WEBHOOK_SECRET: 'whsec_cmVhbC1zZWNyZXQtdHdlbHZl',
  EMAIL_HOST_PASSWORD: 'real-password-13',
};
const steps: [RehearsedVendor, Channel][] = [
  ['twilio', 'sms'],
  ['twilio', 'whatsapp'],
  ['twilio', 'voice'],
  ['twilio-verify', 'sms'],
  ['twilio-verify', 'voice'],
  ['sns', 'sms'],
  ['vonage', 'sms'],
  ['msg91', 'sms'],
  ['webhook', 'whatsapp'],
  ['webhook', 'voice'],
  ['ses', 'email'],
];
const prompt = { ms: 0, fails: false };
const messageFor = (channel: Channel) =>
  smsMessage(
    channel === 'email' ? { channel, to: 'nobody@example.com', html: '<b>012345</b>' } : { channel },
  );

let vendor: VendorStandIn;
let real: DeliverySettings;
/** Ports of this machine to which this process has gone, and all other hosts. */
let goals: string[];
const note = (message: unknown) => {
  const { socket } = message as { socket: Socket };
  socket.once('connect', () => goals.push(`${socket.remoteAddress}:${socket.remotePort}`));
  socket.once('lookup', (_error, _address, _family, host: string) => goals.push(host));
};

beforeEach(async () => {
  vendor = await startVendorStandIn(() => ({ status: 200, body: {} }));
  real = deliverySettings({
    ...keys,
    ...{ SMS_PROVIDER: 'twilio,twilio-verify,sns,vonage,msg91,webhook', WHATSAPP_PROVIDER: 'twilio,webhook' },
    ...{ VOICE_PROVIDER: 'twilio,webhook', EMAIL_PROVIDER: 'ses,smtp', DEFAULT_FROM_EMAIL: 'a@shop.example' },
    ...{ TWILIO_PHONE_NUMBER: '+15005550006', TWILIO_WHATSAPP_CONTENT_SID: `HX${'0'.repeat(32)}` },
    ...{ AWS_REGION: 'eu-west-1', MSG91_TEMPLATE_ID: 'template', EMAIL_HOST: '127.0.0.1' },
    ...{ EMAIL_HOST_USER: 'codes', WEBHOOK_URL: `${vendor.url}/send` },
    ...Object.fromEntries(
      [
        'TWILIO_BASE_URL',
        'TWILIO_VERIFY_BASE_URL',
        'VONAGE_BASE_URL',
        'MSG91_BASE_URL',
        'AWS_ENDPOINT_URL',
      ].map((name) => [name, vendor.url]),
    ),
  });
  goals = [];
  subscribe('net.client.socket', note);
});
afterEach(async () => {
  unsubscribe('net.client.socket', note);
  endRehearsedCalls();
  await vendor.close();
});
afterAll(() => {
  for (const provider of Object.values(providers)) provider.close?.();
});

test('nobody’s settings hold no key of the real ones, and no other address than nobody’s', () => {
  const nobodys = makeNobodysSettings(real, 'http://nobody');
  const said = JSON.stringify(nobodys);
  for (const key of Object.values(keys)) {
    expect(JSON.stringify(real)).toContain(key);
    expect(said).not.toContain(key);
    expect(said).not.toContain(key.slice(4));
  }
  expect(said).not.toContain(vendor.url);
  expect(said.match(/https?:[^"]*/g)).toEqual(Array(6).fill('http://nobody'));
  expect(nobodys.twilio!.authToken).toHaveLength(keys.TWILIO_AUTH_TOKEN.length);
  expect(nobodys.aws!.secretAccessKey).toHaveLength(keys.AWS_SECRET_ACCESS_KEY.length);
});

describe.each(steps)('%s by %s', (id, channel) => {
  test('is rehearsed within this process: the vendor hears nothing', async () => {
    expect(await rehearseVendorCall(id, messageFor(channel), real, prompt)).toBe(true);
    expect(goals.length).toBeGreaterThan(0);
    expect(new Set(goals.map((goal) => goal.split(':')[0]))).toEqual(new Set(['127.0.0.1']));
    expect(goals).not.toContain(new URL(vendor.url).host);
    expect(vendor.requests).toEqual([]);
  });

  test('is answered so that the provider reads a receipt, and an error where real calls fail', async () => {
    const manners: VendorManners = { begunAt: 0, paceMs: 0, fails: false };
    const own = await openOwnVendor(() => manners);
    const settings = makeNobodysSettings(real, own.urlOf(id));
    const send = () =>
      callProvider(id, settings, 5_000, (provider, given, signal) =>
        provider.send(messageFor(channel), given, signal),
      );
    const receipt = await send();
    expect(receipt.state).toBe('sent');
    expect(receipt.providerMessageId).toMatch(/\w{6,}/);
    manners.fails = true;
    await expect(send()).rejects.toMatchObject({ kind: 'unavailable' });
    own.close();
  });
});

test('is rehearsed within this process also where no address of a vendor is set', async () => {
  const usual: DeliverySettings = {
    ...real,
    twilio: { ...real.twilio!, baseUrl: null },
    twilioVerify: { ...real.twilioVerify!, baseUrl: null },
    aws: { ...real.aws!, baseUrl: null },
    vonage: { ...real.vonage!, baseUrl: null },
    msg91: { ...real.msg91!, baseUrl: null },
  };
  for (const [id, channel] of steps) await rehearseVendorCall(id, messageFor(channel), usual, prompt);
  expect(new Set(goals.map((goal) => goal.split(':')[0]))).toEqual(new Set(['127.0.0.1']));
});

test('takes the time of real calls, whether they succeed or fail', async () => {
  for (const id of ['twilio', 'twilio-verify', 'vonage'] as const) {
    await rehearseVendorCall(id, messageFor('sms'), real, prompt);
    for (const fails of [false, true]) {
      const begunAt = performance.now();
      expect(await rehearseVendorCall(id, messageFor('sms'), real, { ms: 120, fails })).toBe(true);
      expect(performance.now() - begunAt).toBeGreaterThan(fails && id === 'twilio-verify' ? 55 : 115);
    }
  }
});

test('twenty are made at once, as of real ones; who comes later makes none', async () => {
  const calls = Array.from({ length: 25 }, () =>
    rehearseVendorCall('vonage', messageFor('sms'), real, { ms: 200, fails: false }),
  );
  expect((await Promise.all(calls)).filter(Boolean)).toHaveLength(20);
  expect(await rehearseVendorCall('vonage', messageFor('sms'), real, prompt)).toBe(true);
});

test('ended while it is under way, it is over at once, and nothing listens', async () => {
  await rehearseVendorCall('twilio', messageFor('sms'), real, prompt);
  const [nobody] = goals;
  const slow = (id: ProviderId) =>
    rehearseVendorCall(id, messageFor('sms'), real, { ms: 60_000, fails: false });
  const begunAt = performance.now();
  const calls = (['twilio', 'vonage', 'sns'] as const).map(slow);
  await expect.poll(() => goals.length, { timeout: 20_000 }).toBeGreaterThanOrEqual(3);
  endRehearsedCalls();
  await Promise.all(calls);
  expect(performance.now() - begunAt).toBeLessThan(5_000);
  await expect(fetch(`http://${nobody}`)).rejects.toThrow('fetch failed');
  // And the next one finds a new listener.
  goals.length = 0;
  expect(await rehearseVendorCall('vonage', messageFor('sms'), real, prompt)).toBe(true);
  expect(goals).not.toContain(nobody);
  expect(goals).toHaveLength(1);
});

test('ended before its listener is there, it spoils nothing for the next one', async () => {
  const first = rehearseVendorCall('vonage', messageFor('sms'), real, prompt);
  endRehearsedCalls();
  await first;
  goals.length = 0;
  expect(await rehearseVendorCall('vonage', messageFor('sms'), real, prompt)).toBe(true);
  expect(goals).toHaveLength(1);
});

test('a provider that breaks within is nobody’s concern', async () => {
  // What no provider expects: a message without a text.
  const broken = { ...messageFor('sms'), text: null as unknown as string };
  expect(await rehearseVendorCall('vonage', broken, real, prompt)).toBe(true);
  expect(goals).toEqual([]);
});

test('the console and mail servers are not called', async () => {
  expect(await rehearseVendorCall('development', messageFor('sms'), real, prompt)).toBe(false);
  expect(await rehearseVendorCall('smtp', messageFor('email'), real, prompt)).toBe(false);
  expect(goals).toEqual([]);
});
