import { afterAll, beforeAll, expect, test } from 'vitest';
import { isSignedWebhook } from '../sign-webhook';
import { deliverySettings, smsMessage } from './stand-ins/message-fixture';
import type { VendorStandIn } from './stand-ins/vendor-stand-in';
import { startWebhookStandIn, webhookSecret } from './stand-ins/webhook-stand-in';
import { webhook } from './webhook';

let vendor: VendorStandIn;
beforeAll(async () => {
  vendor = await startWebhookStandIn();
});
afterAll(() => vendor.close());

test('a message goes out signed, with all that a service needs to send it', async () => {
  const env = { SMS_PROVIDER: 'webhook', WEBHOOK_URL: `${vendor.url}/send`, WEBHOOK_SECRET: webhookSecret };
  const message = smsMessage();
  const receipt = await webhook.send(message, deliverySettings(env), AbortSignal.timeout(5_000));
  expect(receipt).toEqual({ providerMessageId: `ours-${message.deliveryId}`, state: 'sent' });
  const { body, headers } = vendor.requests.at(-1)!;
  expect(JSON.parse(body)).toMatchObject({
    type: 'message.send',
    data: { channel: 'sms', to: message.to, text: message.text, code: '012345', locale: 'en' },
  });
  expect(JSON.parse(body).data).not.toHaveProperty('logo');
  const parts = { id: message.deliveryId, timestamp: String(headers['webhook-timestamp']), body };
  const signature = String(headers['webhook-signature']);
  expect(isSignedWebhook(parts, `v1,AAAA ${signature}`, webhookSecret)).toBe(true);
  expect(isSignedWebhook({ ...parts, body: `${body} ` }, signature, webhookSecret)).toBe(false);
});

test('a mail with a logo brings it along', async () => {
  const env = { EMAIL_PROVIDER: 'webhook', WEBHOOK_URL: `${vendor.url}/send`, WEBHOOK_SECRET: webhookSecret };
  const logo = { cid: 'logo@brand', type: 'image/png', content: Buffer.from('picture') };
  const message = smsMessage({
    channel: 'email',
    to: 'ada@example.com',
    html: '<img src="cid:logo@brand">',
    logo,
  });
  await webhook.send(message, deliverySettings(env), AbortSignal.timeout(5_000));
  expect(JSON.parse(vendor.requests.at(-1)!.body).data.logo).toEqual({
    ...{ cid: 'logo@brand', type: 'image/png', content: logo.content.toString('base64') },
  });
});
