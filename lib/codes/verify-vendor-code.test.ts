import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { checkVendorCode } from '@/lib/delivery/check-vendor-code';
import { outboxDeps, randomNumber } from '@/lib/delivery/delivery-fixture';
import { startOutbox, wakeOutbox } from '@/lib/delivery/outbox';
import type { OutboxDeps } from '@/lib/delivery/outbox-deps';
import {
  standInAccount,
  startTwilioStandIn,
  type TwilioStandIn,
} from '@/lib/delivery/providers/stand-ins/twilio-stand-in';
import { issueChallenge, wrongFor } from './challenge-fixture';
import { deriveChallengeCode } from './derive-challenge-code';
import { resendCode } from './resend-code';
import { verifyCode } from './verify-code';

let database: TestDatabase;
let vendor: TwilioStandIn;
let deps: OutboxDeps;
let outbox: { stop(): Promise<void> };

beforeAll(async () => {
  [database, vendor] = await Promise.all([createTestDatabase(), startTwilioStandIn()]);
  deps = outboxDeps(
    database.db,
    {
      ...{ SMS_PROVIDER: 'twilio-verify', EMAIL_PROVIDER: 'none', TWILIO_VERIFY_BASE_URL: vendor.url },
      ...{ TWILIO_ACCOUNT_SID: standInAccount.accountSid, TWILIO_AUTH_TOKEN: standInAccount.authToken },
      TWILIO_VERIFY_SERVICE_SID: standInAccount.verifyServiceSid,
    },
    { deriveCode: deriveChallengeCode },
  );
  outbox = startOutbox(deps);
});
afterAll(async () => {
  await outbox.stop();
  await Promise.all([database.close(), vendor.close()]);
});

async function sendByVendor(purpose: 'login' | 'password_reset' = 'login', address = randomNumber()) {
  const issued = await issueChallenge(database.db, { channel: 'sms', address, purpose });
  wakeOutbox();
  return { ...issued, vendorCode: await codeOf(issued.challenge.id, address) };
}

async function codeOf(id: string, address: string, former?: string): Promise<string> {
  const made = () => vendor.verifications.findLast((one) => one.to === address)?.sid;
  const kept = async () => (await database.db.otp.findUniqueOrThrow({ where: { id } })).verifierId;
  await expect.poll(kept, { timeout: 10_000, interval: 20 }).not.toBe(former ?? null);
  await expect.poll(async () => (await kept()) === made(), { timeout: 10_000, interval: 20 }).toBe(true);
  return vendor.verifications.findLast((one) => one.to === address)!.code;
}

type Sent = Awaited<ReturnType<typeof sendByVendor>>;
const verify = ({ challenge, owner }: Sent, code: string, purpose: 'login' | 'password_reset' = 'login') =>
  verifyCode(database.db, { id: challenge.id, code, owner, purposes: [purpose] }, (row, typed) =>
    checkVendorCode(row, typed, deps.settings!.delivery),
  );

test("the vendor's code is right, ours is not, and our guesses count", async () => {
  const sent = await sendByVendor();
  const ours = sent.code === sent.vendorCode ? wrongFor(sent.code) : sent.code;
  expect(await verify(sent, ours)).toMatchObject({ ok: false, reason: 'code_incorrect', attemptsLeft: 4 });
  expect(await verify(sent, sent.vendorCode)).toMatchObject({ ok: true });
  expect(await verify(sent, sent.vendorCode)).toMatchObject({ ok: false, reason: 'code_used' });
});

test('five guesses are all there are, whatever the vendor would allow', async () => {
  const sent = await sendByVendor();
  const wrong = wrongFor(sent.vendorCode);
  for (let guess = 0; guess < 5; guess++) await verify(sent, wrong);
  expect(await verify(sent, sent.vendorCode)).toMatchObject({ ok: false, reason: 'too_many_attempts' });
});

test('a vendor that does not answer costs no guess and says nothing', async () => {
  const sent = await sendByVendor();
  vendor.failNext({ status: 503, code: 20503, message: 'out of order' });
  await expect(verify(sent, sent.vendorCode)).rejects.toMatchObject({ name: 'VerifierUnavailable' });
  const { attempts } = await database.db.otp.findUniqueOrThrow({ where: { id: sent.challenge.id } });
  expect(attempts).toBe(0);
  expect(await database.db.hold.findUnique({ where: { subject: sent.challenge.subject } })).toMatchObject({
    failures: 0,
    total: 0,
  });
  expect(await verify(sent, sent.vendorCode)).toMatchObject({ ok: true });
});

test('a code for one request is refused for another one to the same number', async () => {
  const first = await sendByVendor('login');
  const second = await sendByVendor('password_reset', first.challenge.address);
  expect(await verify(first, second.vendorCode)).toMatchObject({ ok: false, reason: 'code_incorrect' });
  expect(await verify(first, first.vendorCode)).toMatchObject({ ok: false, reason: 'code_incorrect' });
  expect(await verify(second, second.vendorCode, 'password_reset')).toMatchObject({ ok: true });
});

test('a new code makes the old one of the vendor worthless', async () => {
  const sent = await sendByVendor();
  const { id, address } = sent.challenge;
  const { verifierId } = await database.db.otp.update({
    where: { id },
    data: { resendAvailableAt: new Date(0) },
  });
  expect(await resendCode(database.db, id, sent.owner, {})).toMatchObject({ ok: true });
  expect(await verify(sent, sent.vendorCode)).toMatchObject({ ok: false, reason: 'code_incorrect' });
  wakeOutbox();
  const renewed = await codeOf(id, address, verifierId!);
  expect(await verify(sent, renewed)).toMatchObject({ ok: true });
});
