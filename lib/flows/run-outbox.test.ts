import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { issueChallenge } from '@/lib/codes/challenge-fixture';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { randomNumber } from '@/lib/delivery/delivery-fixture';
import {
  standInAccount,
  startTwilioStandIn,
  type TwilioStandIn,
} from '@/lib/delivery/providers/stand-ins/twilio-stand-in';
import { runOutbox } from './run-outbox';

let test: TestDatabase;
let twilio: TwilioStandIn;
let outbox: { stop(): Promise<void> };

beforeAll(async () => {
  [test, twilio] = await Promise.all([createTestDatabase(), startTwilioStandIn()]);
  // Read at the first use. One text costs 0.05, and the day two of them.
  Object.assign(process.env, {
    ...{ PUMPING_GUARD: 'enforce', SMS_DAILY_BUDGET: '0.10', SMS_PRICES: '*=0.05', EMAIL_PROVIDER: 'none' },
    ...{ TWILIO_ACCOUNT_SID: standInAccount.accountSid, TWILIO_AUTH_TOKEN: standInAccount.authToken },
    ...{ TWILIO_PHONE_NUMBER: standInAccount.from, TWILIO_BASE_URL: twilio.url, SMS_PROVIDER: 'twilio' },
    ...{ WHATSAPP_PROVIDER: 'twilio', TWILIO_WHATSAPP_CONTENT_SID: 'HX0123456789abcdef' },
    VOICE_PROVIDER: 'twilio',
  });
  outbox = runOutbox(test, { warn: () => {}, error: () => {} });
});
afterAll(async () => {
  await outbox.stop();
  await Promise.all([test.close(), twilio.close()]);
});
beforeEach(async () => {
  await test.db.$executeRaw`TRUNCATE "SmsTally", "ProviderHealth"`;
});

/** A code by WhatsApp to a number that its customer has proved, and how its message ended. */
async function sendByWhatsapp(...failures: Parameters<TwilioStandIn['failNext']>) {
  twilio.failNext(...failures);
  const address = randomNumber();
  const user = await test.db.user.create({ data: { phone: address, phoneVerifiedAt: new Date() } });
  const { challenge } = await issueChallenge(test.db, { channel: 'whatsapp', address, userId: user.id });
  const read = () =>
    test.db.delivery.findFirstOrThrow({
      where: { otpId: challenge.id },
      include: { attempts: { orderBy: { startedAt: 'asc' } } },
    });
  await expect.poll(async () => (await read()).state, { timeout: 10_000 }).toMatch(/^(sent|failed)$/);
  const { id, state, attempts } = await read();
  return { id, state, ways: attempts.map(({ channel, outcome }) => `${channel} ${outcome}`) };
}

const noWhatsapp = { status: 400, code: 63024, message: 'no WhatsApp' };
const landline = { status: 400, code: 21614, message: 'landline' };

it('counts what falls back to another channel, in the budget of the day', async () => {
  const { ways } = await sendByWhatsapp(noWhatsapp, landline);
  expect(ways).toEqual(['whatsapp failed', 'sms failed', 'voice sent']);
  const [all] = await test.db.smsTally.findMany({ where: { scope: 'all' } });
  expect(all).toMatchObject({ sent: 2, costMicros: 100_000n });
  expect(await test.db.smsTally.count({ where: { scope: { startsWith: 'client:' } } })).toBe(0);
});

it('falls back no further than the budget goes, and the log says why', async () => {
  await sendByWhatsapp(noWhatsapp, landline);
  const refused = await sendByWhatsapp(noWhatsapp);
  expect(refused).toMatchObject({ state: 'failed', ways: ['whatsapp failed'] });
  const decisions = await test.db.auditEvent.findMany({ where: { deliveryId: refused.id } });
  expect(decisions.map(({ type, data }) => [type, data])).toContainEqual([
    'guard_decision',
    expect.objectContaining({ decision: 'blocked', reasons: ['daily_budget'], channel: 'sms' }),
  ]);
});

it('asks as well when a receipt says later that the first channel came to nothing', async () => {
  await sendByWhatsapp(noWhatsapp, landline);
  const { id } = await sendByWhatsapp();
  await test.db.deliveryAttempt.updateMany({
    where: { deliveryId: id },
    data: { receiptState: 'undelivered' },
  });
  await test.db.delivery.update({ where: { id }, data: { state: 'queued', availableAt: new Date() } });
  await expect
    .poll(async () => (await test.db.delivery.findUniqueOrThrow({ where: { id } })).state)
    .toBe('failed');
  const delivery = await test.db.delivery.findUniqueOrThrow({ where: { id }, include: { attempts: true } });
  expect(delivery.failureDetail).toMatch(/guard against costs/);
  expect(delivery.attempts).toHaveLength(1);
});
