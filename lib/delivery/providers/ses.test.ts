import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RenderedMessage } from '../messages/rendered-message';
import { ses } from './ses';
import { awsKeys, startAwsStandIn } from './stand-ins/aws-stand-in';
import { deliverySettings, smsMessage } from './stand-ins/message-fixture';
import type { VendorStandIn } from './stand-ins/vendor-stand-in';

let vendor: VendorStandIn;
beforeAll(async () => {
  vendor = await startAwsStandIn();
});
afterAll(async () => {
  ses.close!();
  await vendor.close();
});

const mail: RenderedMessage = smsMessage({
  ...{ channel: 'email', to: 'ada@example.com', subject: 'Your code', html: '<b>012345</b>' },
});

function send(change: Partial<RenderedMessage> = {}, env: Record<string, string> = {}) {
  const settings = deliverySettings({
    ...{ EMAIL_PROVIDER: 'ses', AWS_REGION: 'eu-west-1', AWS_ENDPOINT_URL: vendor.url },
    ...{ AWS_ACCESS_KEY_ID: awsKeys.accessKeyId, AWS_SECRET_ACCESS_KEY: awsKeys.secretAccessKey },
    ...{ DEFAULT_FROM_EMAIL: 'Café Müller <codes@shop.example>', ...env },
  });
  return ses.send({ ...mail, ...change }, settings, AbortSignal.timeout(5_000));
}

test('a mail goes out with both bodies, to one address, from the sender', async () => {
  await send({}, { AWS_SES_CONFIGURATION_SET: 'receipts' });
  const { path, body } = vendor.requests.at(-1)!;
  expect(path).toBe('/v2/email/outbound-emails');
  expect(JSON.parse(body)).toMatchObject({
    FromEmailAddress: `=?UTF-8?B?${Buffer.from('Café Müller').toString('base64')}?= <codes@shop.example>`,
    Destination: { ToAddresses: ['ada@example.com'] },
    Content: {
      Simple: {
        Subject: { Data: 'Your code' },
        Body: { Text: { Data: mail.text }, Html: { Data: '<b>012345</b>' } },
      },
    },
    ConfigurationSetName: 'receipts',
  });
});

test('the logo that the HTML names goes along as an inline part', async () => {
  const content = Buffer.from('picture');
  await send({ logo: { cid: 'logo@brand', type: 'image/png', content } });
  expect(JSON.parse(vendor.requests.at(-1)!.body).Content.Simple.Attachments).toEqual([
    {
      FileName: 'logo.png',
      ContentId: 'logo@brand',
      ContentType: 'image/png',
      ContentDisposition: 'INLINE',
      ContentTransferEncoding: 'BASE64',
      RawContent: content.toString('base64'),
    },
  ]);
});

test.each(['a@b.example, x@evil.example', 'Bob <x@evil.example>', 'a@b.example\r\nBcc: x@evil.example'])(
  'to %j goes to nobody',
  async (to) => {
    const before = vendor.requests.length;
    await expect(send({ to })).rejects.toMatchObject({ kind: 'invalid_address' });
    expect(vendor.requests).toHaveLength(before);
  },
);
