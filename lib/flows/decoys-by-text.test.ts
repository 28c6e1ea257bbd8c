import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { Channel } from '@/lib/config/delivery-settings';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import type { Outbox } from '@/lib/delivery/outbox';
import {
  standInAccount,
  startTwilioStandIn,
  type TwilioStandIn,
} from '@/lib/delivery/providers/stand-ins/twilio-stand-in';
import { newVisit } from './visit-fixture';

// Codes by text, WhatsApp and voice, asked for as visitors do: the vendor hears of known numbers, and of no other.

const vendorMs = 150;
let database: TestDatabase;
let vendor: TwilioStandIn;
let outbox: Outbox;
let requestCode: typeof import('./request-code').requestCode;
let endRehearsedCalls: typeof import('@/lib/delivery/rehearse-vendor-call').endRehearsedCalls;

beforeAll(async () => {
  database = await createTestDatabase();
  vendor = await startTwilioStandIn({ delayMs: vendorMs });
  const { accountSid, authToken, from } = standInAccount;
  const settings = {
    ...{ SMS_PROVIDER: 'twilio', WHATSAPP_PROVIDER: 'twilio', VOICE_PROVIDER: 'twilio' },
    ...{ TWILIO_ACCOUNT_SID: accountSid, TWILIO_AUTH_TOKEN: authToken, TWILIO_PHONE_NUMBER: from },
    ...{ TWILIO_WHATSAPP_CONTENT_SID: `HX${'0'.repeat(32)}`, TWILIO_BASE_URL: vendor.url },
    // No other way is taken where one fails: what is counted here are the calls of one channel.
    CHANNEL_FALLBACK: 'false',
  };
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
  vi.resetModules();
  ({ requestCode } = await import('./request-code'));
  ({ endRehearsedCalls } = await import('@/lib/delivery/rehearse-vendor-call'));
  const { startOutbox } = await import('@/lib/delivery/outbox');
  outbox = startOutbox({ db: database.db, deriveCode: () => '012345' });
});
afterAll(async () => {
  await outbox.stop();
  vi.unstubAllEnvs();
  await vendor.close();
  await database.close();
});
beforeEach(() => database.db.limitWindow.deleteMany());

let numbers = 2_000_000;
async function ask(channel: Channel, known: boolean): Promise<{ phone: string; id: string }> {
  numbers += 1;
  const phone = `+1202${numbers}`;
  if (known)
    await database.db.user.create({
      data: { phone, phoneVerifiedAt: new Date(), preferredChannel: channel },
    });
  const asked = await requestCode(
    { db: database.db },
    {
      purpose: 'login',
      identifier: { kind: 'phone', address: phone, planned: true },
      channel,
      ...newVisit(),
    },
  );
  if (!asked.ok) throw new Error(asked.reason);
  return { phone, id: asked.value.challenge.id };
}

const messageOf = (otpId: string) => database.db.delivery.findFirstOrThrow({ where: { otpId } });
const patience = { timeout: 20_000 };
const untilSent = (id: string) => expect.poll(async () => (await messageOf(id)).state, patience).toBe('sent');
/** The end of a rehearsal leaves a made-up id. */
const untilRehearsed = (id: string) =>
  expect.poll(async () => (await messageOf(id)).providerMessageId, patience).not.toBeNull();

test.each(['sms', 'whatsapp', 'voice'] as const)(
  'a decoy by %s takes the time of a call, and the vendor hears nothing of it',
  async (channel) => {
    const known = await ask(channel, true);
    await untilSent(known.id);
    const before = vendor.messages.length;
    expect(vendor.messages.at(-1)!.to).toBe(known.phone);

    const begunAt = performance.now();
    const decoy = await ask(channel, false);
    await untilRehearsed(decoy.id);
    expect(performance.now() - begunAt).toBeGreaterThan(vendorMs - 10);
    // Nothing that comes later, either.
    const last = await ask(channel, true);
    await untilSent(last.id);
    expect(vendor.messages.slice(before).map(({ to }) => to)).toEqual([last.phone]);
    expect((await messageOf(decoy.id)).state).toBe('decoy');
  },
);

test('a rehearsed call that breaks off ends the decoy as any other, and the next one is made', async () => {
  await untilSent((await ask('sms', true)).id);
  const decoy = await ask('sms', false);
  // The answer has not come yet: the vendor thinks for longer.
  await wait(vendorMs / 3);
  endRehearsedCalls();
  await untilRehearsed(decoy.id);
  const next = await ask('sms', false);
  await untilRehearsed(next.id);
});
