import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DeliverySettings, loadDeliverySettings } from '@/lib/config/delivery-settings';
import { DeliveryError } from '../delivery-error';
import type { RenderedMessage } from '../messages/rendered-message';
import {
  type StandInFailure,
  standInAccount,
  startTwilioStandIn,
  type TwilioStandIn,
} from './stand-ins/twilio-stand-in';
import { twilio } from './twilio';

const message: RenderedMessage = {
  deliveryId: '0b8f4a5e-6f0e-4c43-9a43-6a6d2f2f6a01',
  channel: 'sms',
  to: '+12345678901',
  appName: 'Latchkey',
  locale: 'en',
  subject: '',
  text: 'Your Latchkey verification code is: 012345. Valid for 10 minutes.\n\n@localhost #012345',
  html: null,
  code: '012345',
  minutes: 10,
};

let standIn: TwilioStandIn;
beforeAll(async () => {
  standIn = await startTwilioStandIn();
});
afterAll(() => standIn.close());

function settingsWith(env: Record<string, string> = {}): DeliverySettings {
  const { accountSid, authToken, from } = standInAccount;
  return loadDeliverySettings(
    {
      ...{ TWILIO_ACCOUNT_SID: accountSid, TWILIO_AUTH_TOKEN: authToken, TWILIO_PHONE_NUMBER: from },
      ...{ TWILIO_BASE_URL: standIn.url, ...env },
    },
    [],
    { loopback: true },
  );
}

const send = (settings: DeliverySettings, change: Partial<RenderedMessage> = {}) =>
  twilio.send({ ...message, ...change }, settings, new AbortController().signal);

async function failureOf(sending: Promise<unknown>): Promise<DeliveryError> {
  const error = await sending.then(
    () => null,
    (reason) => reason,
  );
  expect(error).toBeInstanceOf(DeliveryError);
  for (const secret of ['012345', standInAccount.authToken, standInAccount.accountSid]) {
    expect(`${error.message} ${error.detail} ${error.stack}`).not.toContain(secret);
  }
  return error;
}

describe('a text by Twilio', () => {
  test('goes out from the number, word for word', async () => {
    const receipt = await send(settingsWith());
    const text = await standIn.waitFor(message.to);
    expect(text).toMatchObject({ body: message.text, from: standInAccount.from, messagingServiceSid: null });
    expect(receipt).toEqual({ providerMessageId: text.sid, state: 'sent' });
  });

  test('goes out by the messaging service where one is set', async () => {
    await send(settingsWith({ TWILIO_MESSAGING_SERVICE_SID: 'MG0123456789abcdef0123456789abcdef' }));
    const text = await standIn.waitFor(message.to);
    expect(text).toMatchObject({ from: null, messagingServiceSid: 'MG0123456789abcdef0123456789abcdef' });
  });
});

describe('a failure by Twilio', () => {
  test('wrong credentials are diagnosed', async () => {
    const error = await failureOf(send(settingsWith({ TWILIO_AUTH_TOKEN: 'wrong' })));
    expect(error).toMatchObject({ kind: 'auth_failed', vendorCode: '20003' });
    expect(error.detail).toMatch(/TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN.*extra spaces/);
  });

  test('a number that is none is an invalid address', async () => {
    const error = await failureOf(send(settingsWith(), { to: '9876543210' }));
    expect(error).toMatchObject({ kind: 'invalid_address', vendorCode: '21211' });
    expect(error.detail).not.toContain('9876543210');
  });

  test.each<[StandInFailure, string, string | null]>([
    [{ status: 400, code: 21608, message: 'The number +12345678901 is unverified.' }, 'rejected', '21608'],
    [{ status: 400, code: 21610, message: 'Attempt to send to unsubscribed recipient' }, 'rejected', '21610'],
    [{ status: 429, code: 20429, message: 'Too Many Requests' }, 'rate_limited', '20429'],
    [{ status: 503, code: 20503, message: 'Service unavailable 012345' }, 'unavailable', '20503'],
    [{ status: 400, code: 99999, message: 'Something new' }, 'rejected', '99999'],
    [{ errorCode: 30007, errorMessage: 'Message filtered' }, 'rejected', '30007'],
    ['html', 'unavailable', 'HTTP 503'],
    ['drop', 'unavailable', 'ECONNRESET'],
  ])('%o is %s', async (failure, kind, vendorCode) => {
    standIn.failNext(failure);
    expect(await failureOf(send(settingsWith()))).toMatchObject({ kind, vendorCode });
  });
});

describe('by Twilio', () => {
  const whatsapp = {
    TWILIO_WHATSAPP_CONTENT_SID: 'HX0123456789abcdef0123456789abcdef',
    WHATSAPP_PROVIDER: 'twilio',
  };

  test('a WhatsApp message is the approved template with the code in it', async () => {
    await send(settingsWith(whatsapp), { channel: 'whatsapp' });
    expect(await standIn.waitFor(message.to)).toMatchObject({
      ...{ from: `whatsapp:${standInAccount.from}`, contentSid: whatsapp.TWILIO_WHATSAPP_CONTENT_SID },
      ...{ contentVariables: '{"1":"012345"}', body: '' },
    });
  });

  test('a call says each digit on its own, twice, with time to write it down', async () => {
    const text = 'Hello. Your <Latchkey> code is: 0, 1, 2, 3, 4, 5. Once more: 0, 1, 2, 3, 4, 5. Goodbye.';
    await send(settingsWith({ VOICE_PROVIDER: 'twilio' }), { channel: 'voice', text, locale: 'de' });
    const { sid, twiml } = await standIn.waitFor(message.to);
    expect(sid).toMatch(/^CA/);
    expect(twiml!.match(/<Say language="de-DE">[0-5]<\/Say>/g)).toHaveLength(12);
    expect(twiml).toContain('<Say language="de-DE">4</Say><Pause length="1"/><Say language="de-DE">5</Say>');
    expect(twiml).toContain('Your &lt;Latchkey&gt; code is:');
  });

  test('receipts are asked for where the internet can reach us', async () => {
    await send(settingsWith({ RECEIPTS_URL: 'https://login.example.com' }));
    expect((await standIn.waitFor(message.to)).statusCallback).toBe(
      'https://login.example.com/api/webhooks/twilio',
    );
    await send(settingsWith());
    expect((await standIn.waitFor(message.to)).statusCallback).toBeNull();
  });
});
