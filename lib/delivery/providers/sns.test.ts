import { afterAll, beforeAll, expect, test } from 'vitest';
import { sns } from './sns';
import { awsKeys, startAwsStandIn } from './stand-ins/aws-stand-in';
import { deliverySettings, smsMessage } from './stand-ins/message-fixture';
import type { VendorStandIn } from './stand-ins/vendor-stand-in';

let vendor: VendorStandIn;
beforeAll(async () => {
  vendor = await startAwsStandIn();
});
afterAll(async () => {
  sns.close!();
  await vendor.close();
});

async function formOf(to: string, env: Record<string, string> = {}): Promise<string[]> {
  const settings = deliverySettings({
    ...{ SMS_PROVIDER: 'sns', AWS_REGION: 'ap-south-1', AWS_ENDPOINT_URL: vendor.url },
    ...{ AWS_ACCESS_KEY_ID: awsKeys.accessKeyId, AWS_SECRET_ACCESS_KEY: awsKeys.secretAccessKey, ...env },
  });
  await sns.send(smsMessage({ to }), settings, AbortSignal.timeout(5_000));
  return [...new URLSearchParams(vendor.requests.at(-1)!.body)].map(([name, value]) => `${name}=${value}`);
}

test('a text goes out word for word, transactional, signed for the region', async () => {
  const form = await formOf('+12025550123');
  expect(form).toContain('Action=Publish');
  expect(form).toContain('PhoneNumber=+12025550123');
  expect(form).toContain(`Message=${smsMessage().text}`);
  expect(form.join()).toMatch(/Name=AWS\.SNS\.SMS\.SMSType.*StringValue=Transactional/);
  expect(vendor.requests.at(-1)!.headers.authorization).toMatch(
    /AWS4-HMAC-SHA256 .*\/ap-south-1\/sns\/aws4_request/,
  );
});

test('the sender id goes along, and to India the ids of its registration', async () => {
  const env = { AWS_SNS_SENDER_ID: 'INDSTR', AWS_SNS_ENTITY_ID: '1101', AWS_SNS_TEMPLATE_ID: '1107' };
  const india = (await formOf('+919876543210', env)).join();
  expect(india).toMatch(/SenderID.*INDSTR/);
  expect(india).toMatch(/AWS\.MM\.SMS\.EntityId.*1101/);
  expect(india).toMatch(/AWS\.MM\.SMS\.TemplateId.*1107/);
  expect((await formOf('+12025550123', env)).join()).not.toContain('AWS.MM.SMS');
});
