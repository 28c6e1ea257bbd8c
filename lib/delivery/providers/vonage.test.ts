import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RenderedMessage } from '../messages/rendered-message';
import { deliverySettings, smsMessage } from './stand-ins/message-fixture';
import type { VendorStandIn } from './stand-ins/vendor-stand-in';
import { startVonageStandIn, vonageKeys, vonageRefusal } from './stand-ins/vonage-stand-in';
import { vonage } from './vonage';

let vendor: VendorStandIn;
beforeAll(async () => {
  vendor = await startVonageStandIn();
});
afterAll(() => vendor.close());

function send(change: Partial<RenderedMessage> = {}, env: Record<string, string> = {}) {
  const { apiKey, apiSecret } = vonageKeys;
  const settings = deliverySettings({
    ...{ SMS_PROVIDER: 'vonage', VONAGE_API_KEY: apiKey, VONAGE_API_SECRET: apiSecret },
    ...{ VONAGE_BASE_URL: vendor.url, ...env },
  });
  return vonage.send(smsMessage(change), settings, AbortSignal.timeout(5_000));
}

const formOf = () => Object.fromEntries(new URLSearchParams(vendor.requests.at(-1)!.body));

test('a text goes out word for word, the number without its plus, with a place for receipts', async () => {
  await send({}, { RECEIPTS_URL: 'https://login.example.com' });
  expect(formOf()).toMatchObject({
    ...{ to: '12025550123', text: smsMessage().text, from: 'Latchkey', type: 'text' },
    callback: 'https://login.example.com/api/webhooks/vonage',
  });
});

test('another script is sent as unicode, by the sender that is set', async () => {
  await send({ text: 'आपका कोड 012345' }, { VONAGE_FROM: 'SHOP' });
  expect(formOf()).toMatchObject({ type: 'unicode', from: 'SHOP' });
});

test('a long text is not sent when one of its parts is refused', async () => {
  const { body } = vonageRefusal('1', 'Throughput Rate Exceeded');
  const messages = [{ status: '0', 'message-id': 'A1' }, ...(body as { messages: object[] }).messages];
  vendor.failNext({ status: 200, body: { 'message-count': '2', messages } });
  await expect(send()).rejects.toMatchObject({ kind: 'rate_limited', vendorCode: '1' });
});
