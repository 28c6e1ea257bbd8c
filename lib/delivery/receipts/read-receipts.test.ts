import { createHash, createHmac, createSign } from 'node:crypto';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deliverySettings } from '../providers/stand-ins/message-fixture';
import {
  foreignCertificate,
  foreignKey,
  snsCertificate,
  snsKey,
} from '../providers/stand-ins/sns-certificate';
import { standInAccount } from '../providers/stand-ins/twilio-stand-in';
import { startVendorStandIn, type VendorStandIn } from '../providers/stand-ins/vendor-stand-in';
import { signWebhook } from '../sign-webhook';
import type { ReceiptRequest } from './receipt-event';
import { receiptReaders } from './registry';

const topic = 'arn:aws:sns:eu-west-1:123456789012:receipts';
const now = new Date();
const seconds = String(Math.floor(now.getTime() / 1000));
let certificates: VendorStandIn;
beforeAll(async () => {
  certificates = await startVendorStandIn(({ path }) => ({
    status: 200,
    body: path.includes('foreign') ? foreignCertificate : snsCertificate,
  }));
});
afterAll(() => certificates.close());

const secrets = {
  ...{ VONAGE_SIGNATURE_SECRET: 'vonage-signature-secret', MSG91_WEBHOOK_SECRET: 'msg91-webhook-secret' },
  AWS_SNS_TOPIC_ARN: topic,
};
const settings = (change: Record<string, string> = secrets) =>
  deliverySettings({
    ...{ SMS_PROVIDER: 'twilio,twilio-verify,vonage,msg91,sns,webhook', EMAIL_PROVIDER: 'none' },
    ...{ TWILIO_ACCOUNT_SID: standInAccount.accountSid, TWILIO_AUTH_TOKEN: standInAccount.authToken },
    ...{
      TWILIO_PHONE_NUMBER: standInAccount.from,
      TWILIO_VERIFY_SERVICE_SID: standInAccount.verifyServiceSid,
    },
    ...{ VONAGE_API_KEY: 'k', VONAGE_API_SECRET: 's', MSG91_AUTH_KEY: 'k', MSG91_TEMPLATE_ID: 't' },
    ...{ AWS_ACCESS_KEY_ID: 'k', AWS_SECRET_ACCESS_KEY: 's', AWS_REGION: 'eu-west-1' },
    ...{
      AWS_ENDPOINT_URL: certificates.url,
      WEBHOOK_URL: 'https://sms.example.com',
      WEBHOOK_SECRET: 'w'.repeat(32),
    },
    ...change,
  });

function read(
  provider: string,
  request: Partial<ReceiptRequest> & { head?: Record<string, string> },
  given = settings(),
) {
  const { head = {}, ...rest } = request;
  const url = `https://login.example.com/api/webhooks/${provider}`;
  return receiptReaders.get(provider)!({ url, body: '', now, ...rest, headers: new Headers(head) }, given);
}

const form = 'application/x-www-form-urlencoded';
function twilioRequest(
  fields: Record<string, string>,
  change: { url?: string; token?: string; tail?: string } = {},
) {
  const url = change.url ?? 'https://login.example.com/api/webhooks/twilio';
  const all: Record<string, string> = { AccountSid: standInAccount.accountSid, ...fields };
  const text =
    url +
    Object.keys(all)
      .toSorted()
      .map((name) => name + all[name])
      .join('');
  const signature = createHmac('sha1', change.token ?? standInAccount.authToken)
    .update(text)
    .digest('base64');
  const body = new URLSearchParams(all).toString() + (change.tail ?? '');
  return { body, head: { 'content-type': form, 'x-twilio-signature': signature } };
}

describe('Twilio', () => {
  test.each([
    ['sent', 'accepted'],
    ['delivered', 'delivered'],
    ['read', 'delivered'],
    ['undelivered', 'undelivered'],
    ['failed', 'undelivered'],
  ])('%s is %s', async (MessageStatus, state) => {
    const request = twilioRequest({ MessageSid: 'SM1', MessageStatus, ErrorCode: '30005' });
    expect(await read('twilio', request)).toMatchObject({
      ok: true,
      value: [{ providerMessageId: 'SM1', state }],
    });
  });

  test('an error code says why', async () => {
    const request = twilioRequest({ MessageSid: 'SM1', MessageStatus: 'undelivered', ErrorCode: '30005' });
    const result = await read('twilio', request);
    expect(result).toMatchObject({ value: [{ failure: { kind: 'invalid_address', vendorCode: '30005' } }] });
  });

  test('what is on its way still is no event', async () => {
    for (const MessageStatus of ['queued', 'sending', 'accepted', 'toString']) {
      expect(await read('twilio', twilioRequest({ MessageSid: 'SM1', MessageStatus }))).toEqual({
        ok: true,
        value: [],
      });
    }
  });

  test('calls that nobody took are undelivered', async () => {
    const busy = await read('twilio', twilioRequest({ CallSid: 'CA1', CallStatus: 'no-answer' }));
    expect(busy).toMatchObject({ value: [{ providerMessageId: 'CA1', state: 'undelivered' }] });
  });

  test('STOP and START are the wishes of the owner', async () => {
    const said = (Body: string) =>
      read('twilio', twilioRequest({ MessageSid: 'SM9', From: '+12025550123', Body }));
    expect(await said(' stop ')).toMatchObject({
      value: [{ type: 'stop', channel: 'sms', address: '+12025550123' }],
    });
    expect(await said('START')).toMatchObject({ value: [{ type: 'start' }] });
    expect(await said('please stop by')).toEqual({ ok: true, value: [] });
  });

  const fields = { MessageSid: 'SM1', MessageStatus: 'delivered' };
  test.each([
    ['unsigned', () => ({ ...twilioRequest(fields), head: {} })],
    ['signed by another token', () => twilioRequest(fields, { token: 'f'.repeat(32) })],
    ['changed afterwards', () => twilioRequest(fields, { tail: '&ErrorCode=30005' })],
    [
      'signed for another address',
      () => twilioRequest(fields, { url: 'https://evil.example/api/webhooks/twilio' }),
    ],
    ['of another account', () => twilioRequest({ ...fields, AccountSid: 'ACother' })],
  ])('%s is forged', async (_, request) => {
    expect(await read('twilio', request())).toEqual({ ok: false, reason: 'forged' });
  });

  test('Verify tells by form or by signed JSON', async () => {
    const body = JSON.stringify({ verification_sid: 'VE1', channel_status: 'delivered' });
    const hash = createHash('sha256').update(body).digest('hex');
    const url = `https://login.example.com/api/webhooks/twilio-verify?bodySHA256=${hash}`;
    const signature = createHmac('sha1', standInAccount.authToken).update(url).digest('base64');
    const head = { 'content-type': 'application/json', 'x-twilio-signature': signature };
    expect(await read('twilio-verify', { url, body, head })).toMatchObject({
      value: [{ providers: ['twilio-verify'], providerMessageId: 'VE1', state: 'delivered' }],
    });
    const other = body.replace('VE1', 'VE2');
    expect(await read('twilio-verify', { url, body: other, head })).toEqual({ ok: false, reason: 'forged' });
  });
});

describe('Vonage', () => {
  const receipt = { messageId: 'A1', status: 'failed', 'err-code': '3', msisdn: '12025550123' };
  const body = JSON.stringify(receipt);
  const token = (secret: string, claims: object = {}) =>
    new SignJWT({
      payload_hash: createHash('sha256').update(body).digest('hex'),
      iat: Number(seconds),
      ...claims,
    })
      .setProtectedHeader({ alg: 'HS256' })
      .sign(Buffer.from(secret));
  const json = { 'content-type': 'application/json' };
  const good = secrets.VONAGE_SIGNATURE_SECRET;

  test('a receipt with a signed token over its body is read', async () => {
    const head = { ...json, authorization: `Bearer ${await token(good)}` };
    expect(await read('vonage', { body, head })).toMatchObject({
      value: [{ providerMessageId: 'A1', state: 'undelivered', failure: { kind: 'invalid_address' } }],
    });
  });

  test.each<[string, () => Promise<string>]>([
    ['by another secret', () => token('another-signature-secret')],
    ['over another body', () => token(good, { payload_hash: 'f'.repeat(64) })],
    ['ten minutes ago', () => token(good, { iat: Number(seconds) - 600 })],
    ['without an algorithm', async () => `${btoa('{"alg":"none"}')}.${btoa('{}')}.`],
  ])('a token signed %s is forged', async (_, make) => {
    const head = { ...json, authorization: `Bearer ${await make()}` };
    expect(await read('vonage', { body, head })).toEqual({ ok: false, reason: 'forged' });
  });

  test('a field signed with HMAC-SHA-256 will do, with MD5 not', async () => {
    const fields: Record<string, string> = { ...receipt, status: 'delivered', timestamp: seconds };
    const text = Object.keys(fields)
      .toSorted()
      .map((name) => `&${name}=${fields[name]}`)
      .join('');
    const sig = createHmac('sha256', good).update(text).digest('hex').toUpperCase();
    const signed = (value: string) => ({
      body: new URLSearchParams({ ...fields, sig: value }).toString(),
      head: { 'content-type': form },
    });
    expect(await read('vonage', signed(sig))).toMatchObject({ value: [{ state: 'delivered' }] });
    const weak = createHash('md5')
      .update(text + good)
      .digest('hex');
    expect(await read('vonage', signed(weak))).toEqual({ ok: false, reason: 'forged' });
  });
});

describe('MSG91', () => {
  const head = { 'x-webhook-secret': secrets.MSG91_WEBHOOK_SECRET };
  test('reads one report, lists and the older form', async () => {
    const expected = { ok: true, value: [{ providerMessageId: 'r1', state: 'delivered' }] };
    const report = { requestId: 'r1', status: '1' };
    expect(await read('msg91', { head, body: JSON.stringify(report) })).toMatchObject(expected);
    expect(await read('msg91', { head, body: JSON.stringify([report]) })).toMatchObject(expected);
    const old = `data=${encodeURIComponent(JSON.stringify([{ requestId: 'r1', report: [{ status: '1' }] }]))}`;
    expect(await read('msg91', { head, body: old })).toMatchObject(expected);
  });

  test.each([
    ['2', 'unavailable'],
    ['9', 'rejected'],
    ['REJECTED', 'rejected'],
    ['Blocked number', 'rejected'],
  ])('status %j is a text that was lost', async (status, kind) => {
    const body = JSON.stringify({ requestId: 'r1', status, telNum: '919876543210', failureReason: 'x' });
    expect(await read('msg91', { head, body })).toMatchObject({
      value: [{ state: 'undelivered', failure: { kind } }],
    });
  });

  test('a status that its documentation does not name tells nothing', async () => {
    const body = JSON.stringify({ requestId: 'r1', status: '8' });
    expect(await read('msg91', { head, body })).toEqual({ ok: true, value: [] });
  });

  test('without the secret, or with another one, it is forged', async () => {
    const body = JSON.stringify({ requestId: 'r1', status: '1' });
    expect(await read('msg91', { body })).toEqual({ ok: false, reason: 'forged' });
    expect(await read('msg91', { body, head: { 'x-webhook-secret': 'x' } })).toEqual({
      ok: false,
      reason: 'forged',
    });
  });
});

describe('Amazon', () => {
  interface Change {
    message?: object;
    topicArn?: string;
    at?: Date;
    certificate?: string;
    key?: string;
    type?: string;
  }
  function envelope(change: Change = {}): string {
    const fields: Record<string, string> = {
      Message: JSON.stringify(change.message ?? { eventType: 'Delivery', mail: { messageId: 'm1' } }),
      MessageId: 'e1',
      Timestamp: (change.at ?? now).toISOString(),
      TopicArn: change.topicArn ?? topic,
      Type: change.type ?? 'Notification',
      ...(change.type ? { SubscribeURL: `${certificates.url}/confirm`, Token: 't' } : {}),
    };
    const text = Object.keys(fields)
      .toSorted()
      .map((name) => `${name}\n${fields[name]}\n`)
      .join('');
    const Signature = createSign('sha256')
      .update(text)
      .sign(change.key ?? snsKey, 'base64');
    const SigningCertURL = change.certificate ?? `${certificates.url}/SimpleNotificationService.pem`;
    return JSON.stringify({ ...fields, Signature, SignatureVersion: '2', SigningCertURL });
  }

  test.each<[string, object, object]>([
    [
      'a delivery',
      { eventType: 'Delivery', mail: { messageId: 'm1' } },
      { state: 'delivered', providers: ['ses'] },
    ],
    [
      'a bounce for good',
      { notificationType: 'Bounce', mail: { messageId: 'm1' }, bounce: { bounceType: 'Permanent' } },
      { state: 'undelivered', suppress: 'bounced', failure: { kind: 'invalid_address' } },
    ],
    [
      'a bounce for now',
      { eventType: 'Bounce', mail: { messageId: 'm1' }, bounce: { bounceType: 'Transient' } },
      { state: 'undelivered', failure: { kind: 'unavailable' } },
    ],
    [
      'a bounce by the suppression list of the account',
      {
        eventType: 'Bounce',
        mail: { messageId: 'm1' },
        bounce: { bounceType: 'Permanent', bounceSubType: 'OnAccountSuppressionList' },
      },
      { suppress: 'bounced', failure: { detail: expect.stringContaining('suppression list') } },
    ],
    [
      'a mail whose content is not wanted',
      {
        eventType: 'Bounce',
        mail: { messageId: 'm1' },
        bounce: { bounceType: 'Transient', bounceSubType: 'ContentRejected' },
      },
      { state: 'undelivered', failure: { kind: 'rejected' } },
    ],
    [
      'a bounce of no known kind',
      { eventType: 'Bounce', mail: { messageId: 'm1' }, bounce: { bounceType: 'Undetermined' } },
      { state: 'undelivered', failure: { kind: 'unavailable' } },
    ],
    ['a complaint', { eventType: 'Complaint', mail: { messageId: 'm1' } }, { suppress: 'complained' }],
    [
      'a mail that went by SMTP',
      {
        eventType: 'Delivery',
        mail: {
          messageId: 'm1',
          commonHeaders: { messageId: '<0b8f4a5e-6f0e-4c43-9a43-6a6d2f2f6a01@shop.example>' },
        },
      },
      { providers: ['smtp'], providerMessageId: '<0b8f4a5e-6f0e-4c43-9a43-6a6d2f2f6a01@shop.example>' },
    ],
    [
      'a text that was lost',
      {
        notification: { messageId: 's1' },
        delivery: { providerResponse: 'Phone has blocked SMS' },
        status: 'FAILURE',
      },
      { providers: ['sns'], providerMessageId: 's1', failure: { kind: 'rejected' } },
    ],
  ])('%s is read', async (_, message, expected) => {
    expect(await read('ses', { body: envelope({ message }) })).toMatchObject({ ok: true, value: [expected] });
  });

  // The list of https://docs.aws.amazon.com/sns/latest/dg/sms_stats_cloudwatch.html#sms_stats_delivery_fail_reasons, whole.
  test.each([
    ['Blocked as spam by phone carrier', 'rejected'],
    ['Destination is blacklisted', 'rejected'],
    ['Destination is on a blocked list', 'rejected'],
    ['Invalid phone number', 'invalid_address'],
    ['Message body is invalid', 'rejected'],
    ['Phone carrier has blocked this message', 'rejected'],
    ['Phone carrier is currently unreachable/unavailable', 'unavailable'],
    ['Phone has blocked SMS', 'rejected'],
    ['Phone is blacklisted', 'rejected'],
    ['Phone is currently unreachable/unavailable', 'unavailable'],
    ['Phone number is opted out', 'rejected'],
    ['This delivery would exceed max price', 'rejected'],
    ['Unknown error attempting to reach phone', 'unavailable'],
    ['No quota left for account', 'rate_limited'],
  ])('a text lost by "%s" is %s', async (providerResponse, kind) => {
    const message = { notification: { messageId: 's1' }, delivery: { providerResponse }, status: 'FAILURE' };
    const answer = await read('sns', { body: envelope({ message }) });
    expect(answer).toMatchObject({ value: [{ state: 'undelivered', failure: { kind } }] });
    expect(JSON.stringify(answer).includes('"stopped"')).toBe(providerResponse.includes('opted out'));
  });

  test('a topic of ours is confirmed', async () => {
    await read('sns', { body: envelope({ type: 'SubscriptionConfirmation' }) });
    expect(certificates.requests.at(-1)).toMatchObject({ method: 'GET', path: '/confirm' });
  });

  test.each<[string, Change]>([
    ['for another topic', { topicArn: `${topic}-evil` }],
    ['by another key', { key: foreignKey }],
    ['two hours old', { at: new Date(now.getTime() - 2 * 3_600_000) }],
  ])('a message %s is forged', async (_, change) => {
    expect(await read('ses', { body: envelope(change) })).toEqual({ ok: false, reason: 'forged' });
  });

  test('a certificate in another name proves nothing, even with its key', async () => {
    const body = envelope({ key: foreignKey, certificate: `${certificates.url}/foreign.pem` });
    expect(await read('ses', { body })).toEqual({ ok: false, reason: 'forged' });
  });

  test.each([
    'https://evil.example/x.pem',
    'http://sns.eu-west-1.amazonaws.com/x.pem',
    'https://sns.eu-west-1.amazonaws.com.evil.example/x.pem',
    'https://sns.eu-west-1.amazonaws.com@evil.example/x.pem',
    'https://s3.amazonaws.com/sns.eu-west-1.amazonaws.com/x.pem',
    'https://sns.eu-west-1.amazonaws.com:8443/x.pem',
    'http://169.254.169.254/latest/meta-data/x.pem',
    'file:///etc/passwd',
  ])('a certificate from %s is not even asked for', async (certificate) => {
    const before = certificates.requests.length;
    expect(await read('ses', { body: envelope({ certificate }) })).toEqual({ ok: false, reason: 'forged' });
    expect(certificates.requests).toHaveLength(before);
  });
});

describe('the generic webhook', () => {
  const body = JSON.stringify({ type: 'message.delivered', data: { id: 'ours-1' } });
  const secret = 'w'.repeat(32);
  const headFor = (timestamp: string, signed = body) => ({
    ...{ 'webhook-id': 'evt_1', 'webhook-timestamp': timestamp },
    'webhook-signature': signWebhook({ id: 'evt_1', timestamp, body: signed }, secret),
  });
  test('a signed receipt is read; one that is old or about another body is forged', async () => {
    expect(await read('webhook', { body, head: headFor(seconds) })).toMatchObject({
      value: [{ providerMessageId: 'ours-1', state: 'delivered', eventId: 'evt_1' }],
    });
    const forged = { ok: false, reason: 'forged' };
    expect(await read('webhook', { body, head: headFor(String(Number(seconds) - 600)) })).toEqual(forged);
    expect(await read('webhook', { body, head: headFor(seconds, `${body} `) })).toEqual(forged);
  });
});

test('nothing is believed of a vendor whose secret is not set', async () => {
  const bare = settings({ AWS_SNS_TOPIC_ARN: '', MSG91_WEBHOOK_SECRET: '', VONAGE_SIGNATURE_SECRET: '' });
  for (const provider of ['vonage', 'msg91', 'sns', 'ses']) {
    expect(await read(provider, { body: '{}', head: { 'x-webhook-secret': '' } }, bare)).toEqual({
      ok: false,
      reason: 'unconfigured',
    });
  }
  const none = deliverySettings({});
  for (const provider of receiptReaders.keys()) {
    expect(await read(provider, { body: '{}' }, none)).toEqual({ ok: false, reason: 'unconfigured' });
  }
});
