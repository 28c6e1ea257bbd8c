import { describe, expect, test } from 'vitest';
import { type QueuedCode, queueCode, randomNumber } from './delivery-fixture';
import { vonageRefusal } from './providers/stand-ins/vonage-stand-in';
import { liftSuppression, suppressAddress } from './suppression';
import { prepareTwoVendors } from './two-vendors-fixture';

const vendors = prepareTwoVendors();
const { start, stop, read, until } = vendors;

const attemptsOf = (delivery: Awaited<ReturnType<typeof read>>) =>
  delivery.attempts.map(({ provider, channel, outcome, failureKind }) =>
    [provider, channel, outcome, failureKind].filter(Boolean).join(' '),
  );

const vonageTexts = () => vendors.vonage.requests.map(({ body }) => new URLSearchParams(body).get('text'));

describe('a vendor that fails', () => {
  const faults = [
    ['is out of order', { status: 503, code: 20503, message: 'x' }, 'unavailable'],
    ['breaks off', 'drop', 'unavailable'],
    ['says too many', { status: 429, code: 20429, message: 'x' }, 'rate_limited'],
    ['refuses our account', { status: 401, code: 20003, message: 'x' }, 'auth_failed'],
    ['hangs', 'hang', 'timeout'],
  ] as const;

  test.each(faults)('and %s is replaced within five seconds, with the same code', async (_, fault, kind) => {
    const queued = await queueCode(vendors.db);
    vendors.twilio.failNext(fault);
    const startedAt = Date.now();
    start();
    const delivery = await until(queued.id, 'sent');
    expect(Date.now() - startedAt).toBeLessThan(5_500);
    expect(attemptsOf(delivery)).toEqual([`twilio sms failed ${kind}`, 'vonage sms sent']);
    expect(delivery).toMatchObject({ provider: 'vonage', failureKind: null, attemptCount: 1 });
    expect(vonageTexts()).toEqual([expect.stringContaining(queued.code)]);
  });

  test('together with all others is tried again from the first', async () => {
    const queued = await queueCode(vendors.db);
    vendors.twilio.failNext('drop');
    vendors.vonage.failNext('drop');
    start();
    const delivery = await until(queued.id, 'sent');
    expect(attemptsOf(delivery)).toEqual([
      'twilio sms failed unavailable',
      'vonage sms failed unavailable',
      'twilio sms sent',
    ]);
  });

  test('is left out after three failures in that country, and only there', async () => {
    const numbers = () => randomNumber();
    for (let turn = 0; turn < 3; turn++) {
      vendors.twilio.failNext('drop');
      const queued = await queueCode(vendors.db, { address: numbers() });
      start();
      await until(queued.id, 'sent');
      await stop();
    }
    const there = await queueCode(vendors.db);
    const elsewhere = await queueCode(vendors.db, { address: randomNumber('+4915') });
    start();
    expect(attemptsOf(await until(there.id, 'sent'))).toEqual(['vonage sms sent']);
    expect(attemptsOf(await until(elsewhere.id, 'sent'))).toEqual(['twilio sms sent']);
    // The pause is over, and it works again: as if nothing had been.
    await vendors.db.$executeRaw`UPDATE "ProviderHealth" SET "pausedUntil" = now()`;
    const later = await queueCode(vendors.db);
    expect(attemptsOf(await until(later.id, 'sent'))).toEqual(['twilio sms sent']);
    await expect.poll(() => vendors.db.providerHealth.count()).toBe(0);
  });

  test('because of its sender in one country goes on carrying all others', async () => {
    vendors.twilio.failNext({ status: 400, code: 21612, message: 'x' });
    const there = await queueCode(vendors.db, { address: randomNumber('+44740') });
    start();
    expect(attemptsOf(await until(there.id, 'sent'))).toEqual([
      'twilio sms failed auth_failed',
      'vonage sms sent',
    ]);
    const again = await queueCode(vendors.db, { address: randomNumber('+44740') });
    const elsewhere = await queueCode(vendors.db);
    expect(attemptsOf(await until(again.id, 'sent'))).toEqual(['vonage sms sent']);
    expect(attemptsOf(await until(elsewhere.id, 'sent'))).toEqual(['twilio sms sent']);
  });

  test('by 429 is not called before its time, even when it is the only one', async () => {
    const queued = await queueCode(vendors.db);
    vendors.twilio.failNext({ status: 429, code: 20429, message: 'x' });
    start({ SMS_PROVIDER: 'twilio' });
    const delivery = await until(queued.id, 'sent');
    const [refused, sent] = delivery.attempts;
    expect(+sent!.startedAt - +refused!.finishedAt!).toBeGreaterThan(700);
    expect(delivery.attempts).toHaveLength(2);
  });
});

describe('a message that is refused', () => {
  test('for good goes to no other vendor', async () => {
    const stopped = await queueCode(vendors.db);
    vendors.twilio.failNext({ status: 400, code: 21610, message: 'STOP' });
    start();
    expect(attemptsOf(await until(stopped.id, 'failed'))).toEqual(['twilio sms failed rejected']);
    const invalid = await queueCode(vendors.db, { address: '+12' });
    expect(await until(invalid.id, 'failed')).toMatchObject({ failureKind: 'invalid_address' });
    expect(vendors.vonage.requests).toEqual([]);
  });

  test('because its owner said STOP leaves the address alone from now on, until it is lifted', async () => {
    const first = await queueCode(vendors.db);
    vendors.twilio.failNext({ status: 400, code: 21610, message: 'STOP' });
    start();
    await until(first.id, 'failed');
    const second = await queueCode(vendors.db, { address: first.address });
    expect(await until(second.id, 'failed')).toMatchObject({ failureKind: 'rejected', attempts: [] });
    expect(await liftSuppression(vendors.db, 'sms', first.address)).toBe(true);
    const third = await queueCode(vendors.db, { address: first.address });
    await until(third.id, 'sent');
  });
});

describe('routes', () => {
  test('by country win over the order, the longest prefix first', async () => {
    start({ SMS_ROUTES: '+1=vonage; +1202=twilio,vonage ;+44=vonage' });
    const cases: [string, string][] = [
      [randomNumber('+1202'), 'twilio'],
      [randomNumber('+1212'), 'vonage'],
      [randomNumber('+44740'), 'vonage'],
      [randomNumber('+4915'), 'twilio'],
    ];
    for (const [address, provider] of cases) {
      const { id } = await queueCode(vendors.db, { address });
      expect(await until(id, 'sent')).toMatchObject({ provider });
    }
  });
});

describe('a channel falls back', () => {
  const all = {
    WHATSAPP_PROVIDER: 'twilio',
    VOICE_PROVIDER: 'twilio',
    TWILIO_WHATSAPP_CONTENT_SID: 'HX0123456789abcdef',
  };
  const noWhatsapp = { status: 400, code: 63024, message: 'no WhatsApp' };

  test('from WhatsApp to a text to a call, to the number that the customer has proved, as one delivery', async () => {
    const queued: QueuedCode = await queueCode(vendors.db, { channel: 'whatsapp', proved: true });
    vendors.twilio.failNext(noWhatsapp, { status: 400, code: 21614, message: 'landline' });
    start({ ...all, SMS_PROVIDER: 'twilio' });
    const delivery = await until(queued.id, 'sent');
    expect(attemptsOf(delivery)).toEqual([
      'twilio whatsapp failed invalid_address',
      'twilio sms failed invalid_address',
      'twilio voice sent',
    ]);
    const call = await vendors.twilio.waitFor(queued.address);
    expect(call.twiml!.match(/>\d</g)!.join('').replace(/[<>]/g, '')).toBe(queued.code.repeat(2));
  });

  test.each([
    ['that nobody has proved', { proved: false }],
    ['for an approval', { proved: true, purpose: 'approval' }],
  ])('never to a number %s', async (_, wanted) => {
    const { id } = await queueCode(vendors.db, { channel: 'sms', ...wanted });
    vendors.twilio.failNext({ status: 400, code: 21614, message: 'landline' });
    start({ ...all, SMS_PROVIDER: 'twilio' });
    expect(attemptsOf(await until(id, 'failed'))).toEqual(['twilio sms failed invalid_address']);
  });

  test('past a channel that is refused for its costs, asked once for all vendors of one', async () => {
    const queued = await queueCode(vendors.db, { channel: 'whatsapp', proved: true });
    vendors.twilio.failNext(noWhatsapp);
    const asked: string[] = [];
    start(all, {
      mayFallBack: async ({ id }, channel) => {
        asked.push(`${channel} ${id}`);
        return channel !== 'sms';
      },
    });
    const delivery = await until(queued.id, 'sent');
    expect(attemptsOf(delivery)).toEqual(['twilio whatsapp failed invalid_address', 'twilio voice sent']);
    expect(asked).toEqual([`sms ${queued.id}`, `voice ${queued.id}`]);
  });

  test('past a channel that the owner has stopped', async () => {
    const queued = await queueCode(vendors.db, { channel: 'whatsapp', proved: true });
    const { address } = queued;
    const stopped = { address, reason: 'stopped', provider: null, deliveryId: null } as const;
    await suppressAddress(vendors.db, { channel: 'whatsapp', ...stopped });
    start(all);
    expect(attemptsOf(await until(queued.id, 'sent'))).toEqual(['twilio sms sent']);
  });
});

test('a code that dies while a vendor fails goes to no other one', async () => {
  const queued = await queueCode(vendors.db);
  vendors.twilio.failNext('hang');
  start();
  await expect.poll(async () => (await read(queued.id)).attempts.length).toBe(1);
  await vendors.db.otp.update({ where: { id: queued.otpId }, data: { canceledAt: new Date() } });
  await expect
    .poll(async () => (await read(queued.id)).attempts[0]!.outcome, { timeout: 8_000 })
    .toBe('failed');
  await stop();
  expect(vendors.vonage.requests).toEqual([]);
  expect((await read(queued.id)).attempts).toHaveLength(1);
});

test('a refusal by the second vendor stays a refusal', async () => {
  const queued = await queueCode(vendors.db);
  vendors.twilio.failNext('drop');
  vendors.vonage.failNext(vonageRefusal('7', 'barred'));
  start();
  expect(attemptsOf(await until(queued.id, 'failed'))).toEqual([
    'twilio sms failed unavailable',
    'vonage sms failed rejected',
  ]);
});
