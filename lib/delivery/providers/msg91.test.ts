import { afterAll, beforeAll, expect, test } from 'vitest';
import { msg91 } from './msg91';
import { deliverySettings, smsMessage } from './stand-ins/message-fixture';
import { msg91Keys, msg91Refusal, startMsg91StandIn } from './stand-ins/msg91-stand-in';
import type { VendorStandIn } from './stand-ins/vendor-stand-in';

let vendor: VendorStandIn;
beforeAll(async () => {
  vendor = await startMsg91StandIn();
});
afterAll(() => vendor.close());

function send() {
  const settings = deliverySettings({
    ...{ SMS_PROVIDER: 'msg91', MSG91_AUTH_KEY: msg91Keys.authKey, MSG91_TEMPLATE_ID: msg91Keys.templateId },
    ...{ MSG91_SENDER_ID: 'INDSTR', MSG91_ROUTE: '4', MSG91_BASE_URL: vendor.url },
  });
  return msg91.send(smsMessage({ to: '+919876543210' }), settings, AbortSignal.timeout(5_000));
}

test('a code goes out in the template, by the call that the guides of older systems show', async () => {
  const receipt = await send();
  const { method, path, body } = vendor.requests.at(-1)!;
  expect(`${method} ${path}`).toBe('POST /api/v5/otp');
  expect(JSON.parse(body)).toMatchObject({
    ...{
      template_id: msg91Keys.templateId,
      mobile: '919876543210',
      authkey: msg91Keys.authKey,
      otp: '012345',
    },
    ...{ sender: 'INDSTR', route: '4', otp_expiry: 10 },
  });
  expect(receipt.providerMessageId).toMatch(/^[0-9a-f]{24}$/);
});

test('what a template cannot say is left to others', () => {
  const kind = { channel: 'sms', template: 'code', purpose: 'login' } as const;
  expect(msg91.carries!(kind)).toBe(true);
  expect(msg91.carries!({ ...kind, purpose: 'approval' })).toBe(false);
  expect(msg91.carries!({ ...kind, template: 'password_changed', purpose: null })).toBe(false);
});

test.each([
  ['418', 'auth_failed', '418'],
  ['301', 'auth_failed', '301'],
  ['IP not whitelisted', 'auth_failed', 'HTTP 200'],
  ['Insufficient balance', 'auth_failed', 'HTTP 200'],
  ['Template ID missing or invalid', 'auth_failed', 'HTTP 200'],
  ['Something new', 'rejected', 'HTTP 200'],
])('200 with the words %j is %s', async (words, kind, vendorCode) => {
  vendor.failNext(msg91Refusal(words));
  await expect(send()).rejects.toMatchObject({ kind, vendorCode });
});

test('a wrong key is told as MSG91 tells it', async () => {
  vendor.failNext({ status: 200, body: { message: 'Invalid authkey', type: 'error', code: '201' } });
  await expect(send()).rejects.toMatchObject({ kind: 'auth_failed', vendorCode: '201' });
});
