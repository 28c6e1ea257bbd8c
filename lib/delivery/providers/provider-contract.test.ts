import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Channel,
  type DeliverySettings,
  loadDeliverySettings,
  type ProviderId,
  providerChannels,
} from '@/lib/config/delivery-settings';
import { callProvider } from '../call-provider';
import { DeliveryError, type FailureKind } from '../delivery-error';
import type { RenderedMessage } from '../messages/rendered-message';
import { spokenCode } from '../messages/spoken-code';
import { providers } from './registry';
import { awsKeys, sesError, snsError, startAwsStandIn } from './stand-ins/aws-stand-in';
import { msg91Keys, msg91Refusal, startMsg91StandIn } from './stand-ins/msg91-stand-in';
import { type SmtpSink, startSmtpSink } from './stand-ins/smtp-sink';
import { standInAccount, startTwilioStandIn, type TwilioStandIn } from './stand-ins/twilio-stand-in';
import type { VendorReply, VendorStandIn } from './stand-ins/vendor-stand-in';
import { startVonageStandIn, vonageKeys, vonageRefusal } from './stand-ins/vonage-stand-in';
import { startWebhookStandIn, webhookSecret } from './stand-ins/webhook-stand-in';

// Whatever the vendor: the same failures have the same kinds, and no words of it hold the code or a secret.

type Env = Record<string, string>;
type Fault = 'drop' | 'hang' | VendorReply;

interface Subject {
  env: Env;
  /** What makes the credentials wrong. */
  wrong: Env;
  channel: Channel;
  secrets: string[];
  invalidTo: string;
  /** Replies as this vendor writes them. */
  rateLimited: Fault;
  outOfOrder: Fault;
  /** A refusal that only the body tells: 200 and yet an error. */
  errorIn200: Fault;
  /** Trial and sandbox accounts. */
  unverified: Fault | null;
  failNext(fault: Fault): void;
}

const code = '012345';
const addresses = { email: 'ada@example.com', sms: '+12025550123' } as const;
const words = `quoting ${code}, ${addresses.sms} and ${addresses.email}`;
let subjects: Partial<Record<ProviderId, Subject>>;
let vendors: { close(): Promise<void> }[];

function asTwilio(vendor: TwilioStandIn): (fault: Fault) => void {
  return (fault) =>
    vendor.failNext(
      typeof fault === 'string'
        ? fault
        : fault.status < 300
          ? (fault.body as { errorCode: number; errorMessage: string })
          : { status: fault.status, ...(fault.body as { code: number; message: string }) },
    );
}

const twilioReply = (status: number, code: number): VendorReply => ({
  status,
  body: { code, message: words },
});
let smtpFault: Fault | null = null;

beforeAll(async () => {
  const [twilio, aws, vonage, msg91, webhook, sink] = await Promise.all([
    startTwilioStandIn(),
    startAwsStandIn(),
    startVonageStandIn(),
    startMsg91StandIn(),
    startWebhookStandIn(),
    startSmtpSink({
      tls: 'none',
      refuse: (stage, address) => {
        if (stage === 'rcpt' && !address.includes('@')) return '550 5.1.1 no such user';
        const fault = stage === 'data' || stage === 'rcpt' ? smtpFault : null;
        if (fault) smtpFault = null;
        return fault && typeof fault !== 'string' ? String(fault.body) : null;
      },
    }),
  ]);
  vendors = [twilio, aws, vonage, msg91, webhook, sink];
  const { accountSid, authToken, from, verifyServiceSid } = standInAccount;
  const twilioEnv = { TWILIO_ACCOUNT_SID: accountSid, TWILIO_AUTH_TOKEN: authToken };
  const twilioFaults = {
    rateLimited: twilioReply(429, 20429),
    outOfOrder: twilioReply(503, 20503),
    unverified: twilioReply(400, 21608),
  };
  const awsEnv = {
    ...{ AWS_ACCESS_KEY_ID: awsKeys.accessKeyId, AWS_SECRET_ACCESS_KEY: awsKeys.secretAccessKey },
    ...{ AWS_REGION: 'eu-west-1', AWS_ENDPOINT_URL: aws.url, DEFAULT_FROM_EMAIL: 'codes@shop.example' },
  };
  const http = (vendor: VendorStandIn) => (fault: Fault) => vendor.failNext(fault);
  subjects = {
    twilio: {
      env: { ...twilioEnv, SMS_PROVIDER: 'twilio', TWILIO_PHONE_NUMBER: from, TWILIO_BASE_URL: twilio.url },
      wrong: { TWILIO_AUTH_TOKEN: 'wrong-token-0123' },
      ...{ channel: 'sms', secrets: [authToken, accountSid, 'wrong-token-0123'], invalidTo: '12345' },
      ...twilioFaults,
      errorIn200: { status: 201, body: { errorCode: 30007, errorMessage: words } },
      failNext: asTwilio(twilio),
    },
    'twilio-verify': {
      env: {
        ...twilioEnv,
        ...{ SMS_PROVIDER: 'twilio-verify', TWILIO_VERIFY_SERVICE_SID: verifyServiceSid },
        TWILIO_VERIFY_BASE_URL: twilio.url,
      },
      wrong: { TWILIO_AUTH_TOKEN: 'wrong-token-0123' },
      ...{ channel: 'sms', secrets: [authToken, accountSid, verifyServiceSid], invalidTo: '12345' },
      ...twilioFaults,
      // Verify answers with a proper status; what is left is an answer that is none.
      errorIn200: twilioReply(400, 60410),
      failNext: asTwilio(twilio),
    },
    sns: {
      env: { ...awsEnv, SMS_PROVIDER: 'sns' },
      wrong: { AWS_ACCESS_KEY_ID: 'AKIDWRONG00123456789' },
      ...{ channel: 'sms', secrets: Object.values(awsKeys), invalidTo: '12345' },
      rateLimited: snsError(400, 'Throttled', words),
      outOfOrder: snsError(500, 'InternalError', words),
      errorIn200: snsError(200, 'InternalError', words),
      unverified: snsError(400, 'UserError', `Phone number is not verified ${words}`),
      failNext: http(aws),
    },
    ses: {
      env: { ...awsEnv, EMAIL_PROVIDER: 'ses' },
      wrong: { AWS_ACCESS_KEY_ID: 'AKIDWRONG00123456789' },
      ...{ channel: 'email', secrets: Object.values(awsKeys), invalidTo: 'a@nowhere' },
      rateLimited: sesError(429, 'TooManyRequestsException', words),
      outOfOrder: sesError(500, 'InternalFailure', words),
      errorIn200: { status: 200, body: { message: words } },
      unverified: sesError(400, 'MessageRejected', `Email address is not verified. ${words}`),
      failNext: http(aws),
    },
    vonage: {
      env: {
        ...{ SMS_PROVIDER: 'vonage', VONAGE_API_KEY: vonageKeys.apiKey },
        ...{ VONAGE_API_SECRET: vonageKeys.apiSecret, VONAGE_BASE_URL: vonage.url },
      },
      wrong: { VONAGE_API_SECRET: 'wrong-secret-01234' },
      ...{ channel: 'sms', secrets: [vonageKeys.apiSecret, 'wrong-secret-01234'], invalidTo: '+1' },
      rateLimited: { status: 429, body: { title: 'Too many requests' } },
      outOfOrder: vonageRefusal('5', words),
      errorIn200: vonageRefusal('7', words),
      unverified: vonageRefusal('29', `Non White-listed Destination - rejected ${words}`),
      failNext: http(vonage),
    },
    msg91: {
      env: {
        ...{ SMS_PROVIDER: 'msg91', MSG91_AUTH_KEY: msg91Keys.authKey, MSG91_BASE_URL: msg91.url },
        ...{ MSG91_TEMPLATE_ID: msg91Keys.templateId, MSG91_SENDER_ID: 'INDSTR', MSG91_ROUTE: '4' },
      },
      wrong: { MSG91_AUTH_KEY: 'wrongkey0123456789' },
      ...{ channel: 'sms', secrets: [msg91Keys.authKey, 'wrongkey0123456789'], invalidTo: '+91' },
      rateLimited: msg91Refusal('Too many requests', 429),
      outOfOrder: msg91Refusal('Internal error', 500),
      errorIn200: msg91Refusal(`Something new ${words}`),
      unverified: null,
      failNext: http(msg91),
    },
    webhook: {
      env: { SMS_PROVIDER: 'webhook', WEBHOOK_URL: `${webhook.url}/send`, WEBHOOK_SECRET: webhookSecret },
      wrong: { WEBHOOK_SECRET: 'another-secret-that-is-long' },
      ...{ channel: 'sms', secrets: [webhookSecret, 'another-secret-that-is-long'], invalidTo: '123' },
      rateLimited: { status: 429, headers: { 'retry-after': '7' }, body: {} },
      outOfOrder: { status: 502, body: {} },
      errorIn200: { status: 200, body: { error: { kind: 'rejected', message: words } } },
      unverified: null,
      failNext: http(webhook),
    },
    smtp: {
      env: {
        ...{ EMAIL_HOST: '127.0.0.1', EMAIL_PORT: String((sink as SmtpSink).port), EMAIL_USE_TLS: 'False' },
        DEFAULT_FROM_EMAIL: 'codes@shop.example',
      },
      wrong: {},
      ...{ channel: 'email', secrets: [], invalidTo: 'nobody' },
      rateLimited: { status: 0, body: `451 4.7.0 slow down ${words}` },
      outOfOrder: { status: 0, body: `421 4.3.0 ${words}` },
      errorIn200: { status: 0, body: `554 5.7.1 ${words}` },
      unverified: { status: 0, body: `554 5.7.1 Message rejected: Email address is not verified. ${words}` },
      failNext: (fault) => {
        smtpFault = fault;
      },
    },
  };
});
afterAll(async () => {
  for (const provider of Object.values(providers)) provider.close?.();
  await Promise.all(vendors.map((vendor) => vendor.close()));
});

function settingsOf(env: Env): DeliverySettings {
  const problems: string[] = [];
  const settings = loadDeliverySettings(env, problems, { loopback: true });
  expect(problems).toEqual([]);
  return settings;
}

function messageFor(channel: Channel, to?: string): RenderedMessage {
  const shown = channel === 'voice' ? spokenCode(code) : code;
  return {
    deliveryId: '0b8f4a5e-6f0e-4c43-9a43-6a6d2f2f6a01',
    channel,
    to: to ?? addresses[channel as 'email' | 'sms'],
    ...{ appName: 'Latchkey', locale: 'en', subject: 'Your code', code, minutes: 10 },
    ...{
      text: `Your Latchkey verification code is: ${shown}.`,
      html: channel === 'email' ? `<b>${code}</b>` : null,
    },
  };
}

const send = (id: ProviderId, change: { env?: Env; to?: string } = {}, timeoutMs = 5_000) => {
  const { env, channel } = subjects[id]!;
  const settings = settingsOf({ ...env, ...change.env });
  return callProvider(id, settings, timeoutMs, (provider, given, signal) =>
    provider.send(messageFor(channel, change.to), given, signal),
  );
};

async function expectFailure(
  id: ProviderId,
  sending: Promise<unknown>,
  kinds: FailureKind[],
): Promise<DeliveryError> {
  const error = await sending.then(
    (receipt) => ({ receipt }),
    (reason) => reason,
  );
  expect(error).toBeInstanceOf(DeliveryError);
  expect(kinds).toContain(error.kind);
  expect(error.detail.length).toBeGreaterThan(10);
  const said = `${error.message} ${error.detail} ${error.stack} ${JSON.stringify(error)}`;
  const { channel, secrets } = subjects[id]!;
  for (const secret of [code, addresses[channel as 'email' | 'sms'], ...secrets])
    expect(said).not.toContain(secret);
  return error;
}

const ids = (Object.keys(providerChannels) as ProviderId[]).filter((id) => id !== 'development');

test('every provider is in the registry under its own id, and in this test', () => {
  for (const id of Object.keys(providerChannels) as ProviderId[]) {
    expect(providers[id].id).toBe(id);
    expect(providers[id].channels).toEqual(providerChannels[id]);
  }
  expect(Object.keys(subjects).toSorted()).toEqual(ids.toSorted());
});

describe.each(ids)('%s', (id) => {
  test('takes a message and says under which id', async () => {
    const receipt = await send(id);
    expect(receipt.state).toBe('sent');
    expect(receipt.providerMessageId).toMatch(/\S{6,}/);
  });

  test.skipIf(id === 'smtp')('wrong credentials are our account’s fault', async () => {
    const error = await expectFailure(id, send(id, { env: subjects[id]!.wrong }), ['auth_failed']);
    expect(error.detail).toMatch(/Check [A-Z0-9_]+/);
  });

  test('an address that is none is the address’s fault', async () => {
    await expectFailure(id, send(id, { to: subjects[id]!.invalidTo }), ['invalid_address']);
  });

  test('an unverified receiver of a trial account is refused with the way out', async () => {
    const { unverified, failNext } = subjects[id]!;
    if (!unverified) return expect(['msg91', 'webhook']).toContain(id);
    failNext(unverified);
    const error = await expectFailure(id, send(id), ['rejected']);
    expect(error.detail).toMatch(/verif|list/i);
  });

  test('too much for now can be tried again', async () => {
    subjects[id]!.failNext(subjects[id]!.rateLimited);
    await expectFailure(id, send(id), ['rate_limited']);
  });

  test('an error in an answer that says 200 is no success', async () => {
    subjects[id]!.failNext(subjects[id]!.errorIn200);
    await expectFailure(id, send(id), ['rejected', 'unavailable']);
  });

  test('an error of theirs can be tried again', async () => {
    subjects[id]!.failNext(subjects[id]!.outOfOrder);
    await expectFailure(id, send(id), ['unavailable']);
  });

  test.skipIf(id === 'smtp')('silence ends in time', async () => {
    subjects[id]!.failNext('hang');
    const startedAt = Date.now();
    await expectFailure(id, send(id, {}, 700), ['timeout']);
    expect(Date.now() - startedAt).toBeLessThan(2_500);
  });

  test.skipIf(id === 'smtp')('a connection that breaks off can be tried again', async () => {
    subjects[id]!.failNext('drop');
    await expectFailure(id, send(id), ['unavailable']);
  });
});
