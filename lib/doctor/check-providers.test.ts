import { afterEach, describe, expect, test } from 'vitest';
import { loadSettings } from '@/lib/config/settings';
import {
  awsKeys,
  sesError,
  snsError,
  startAwsStandIn,
} from '@/lib/delivery/providers/stand-ins/aws-stand-in';
import { msg91Keys, startMsg91StandIn } from '@/lib/delivery/providers/stand-ins/msg91-stand-in';
import { type SmtpSinkOptions, startSmtpSink } from '@/lib/delivery/providers/stand-ins/smtp-sink';
import { standInAccount, startTwilioStandIn } from '@/lib/delivery/providers/stand-ins/twilio-stand-in';
import { startVonageStandIn, vonageKeys } from '@/lib/delivery/providers/stand-ins/vonage-stand-in';
import { startWebhookStandIn, webhookSecret } from '@/lib/delivery/providers/stand-ins/webhook-stand-in';
import { checkProviders } from './check-providers';

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

async function open<T extends { close(): Promise<void> }>(starting: Promise<T>): Promise<T> {
  const one = await starting;
  ends.push(() => one.close());
  return one;
}

async function examine(env: Record<string, string>) {
  const settings = loadSettings({ APP_SECRET: 'only-for-tests-0123456789-abcdefghijklmnop', ...env });
  return checkProviders(settings);
}

async function findingOf(id: string, env: Record<string, string>) {
  return (await examine(env)).find(({ check }) => check === id)!;
}

const twilioEnv = (url: string) => ({
  TWILIO_ACCOUNT_SID: standInAccount.accountSid,
  TWILIO_AUTH_TOKEN: standInAccount.authToken,
  TWILIO_PHONE_NUMBER: standInAccount.from,
  TWILIO_BASE_URL: url,
});

const awsEnv = (url: string) => ({
  AWS_ACCESS_KEY_ID: awsKeys.accessKeyId,
  AWS_SECRET_ACCESS_KEY: awsKeys.secretAccessKey,
  AWS_REGION: 'us-east-1',
  AWS_ENDPOINT_URL: url,
});

describe('texts', () => {
  test('Twilio: a good account is fine, and nothing is sent', async () => {
    const twilio = await open(startTwilioStandIn());
    expect(await findingOf('twilio', twilioEnv(twilio.url))).toMatchObject({ mark: 'ok', remedy: null });
    expect(twilio.messages).toEqual([]);
  });

  test('Twilio: a wrong token is named with its remedy and never shown', async () => {
    const twilio = await open(startTwilioStandIn());
    const env = { ...twilioEnv(twilio.url), TWILIO_AUTH_TOKEN: 'ffffffffffffffffffffffffffffffff' };
    const finding = await findingOf('twilio', env);
    expect(finding.mark).toBe('failed');
    expect(finding.text).toContain('20003');
    expect(finding.remedy).toMatch(
      /TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN.*extra spaces.*start the app again/,
    );
    expect(JSON.stringify(finding)).not.toContain('ffffffff');
  });

  test('Twilio: a trial account works, and yet is told about', async () => {
    const twilio = await open(startTwilioStandIn({ type: 'Trial' }));
    expect(await findingOf('twilio', twilioEnv(twilio.url))).toMatchObject({
      mark: 'warning',
      remedy: expect.stringMatching(/Verified Caller IDs.*upgrade/),
    });
  });

  test('Twilio Verify: the service is looked up', async () => {
    const twilio = await open(startTwilioStandIn());
    const { TWILIO_PHONE_NUMBER, TWILIO_BASE_URL, ...account } = twilioEnv(twilio.url);
    const env = { ...account, SMS_PROVIDER: 'twilio-verify', TWILIO_VERIFY_BASE_URL: TWILIO_BASE_URL };
    const good = { ...env, TWILIO_VERIFY_SERVICE_SID: standInAccount.verifyServiceSid };
    expect(await findingOf('twilio-verify', good)).toMatchObject({ mark: 'ok' });
    const wrong = { ...env, TWILIO_VERIFY_SERVICE_SID: `VA${'1'.repeat(32)}` };
    expect(await findingOf('twilio-verify', wrong)).toMatchObject({
      mark: 'failed',
      remedy: expect.stringContaining('TWILIO_VERIFY_SERVICE_SID'),
    });
  });

  test('Vonage: the balance is read, wrong keys are named', async () => {
    const vonage = await open(startVonageStandIn());
    const env = { VONAGE_BASE_URL: vonage.url, VONAGE_API_KEY: vonageKeys.apiKey };
    const good = await findingOf('vonage', { ...env, VONAGE_API_SECRET: vonageKeys.apiSecret });
    expect(good).toMatchObject({ mark: 'ok', text: expect.stringContaining('10.28 EUR') });
    const bad = await findingOf('vonage', { ...env, VONAGE_API_SECRET: 'not-the-secret' });
    expect(bad).toMatchObject({ mark: 'failed', remedy: expect.stringContaining('VONAGE_API_SECRET') });
    expect(vonage.requests.map(({ path }) => path).join()).not.toContain(vonageKeys.apiSecret);
  });

  test('MSG91: the credit is read, a wrong key is named', async () => {
    const msg91 = await open(startMsg91StandIn());
    const env = { MSG91_BASE_URL: msg91.url, MSG91_TEMPLATE_ID: msg91Keys.templateId };
    const good = await findingOf('msg91', { ...env, MSG91_AUTH_KEY: msg91Keys.authKey });
    expect(good).toMatchObject({ mark: 'ok', text: expect.stringContaining('1250') });
    const bad = await findingOf('msg91', { ...env, MSG91_AUTH_KEY: 'a-wrong-key-of-msg91' });
    expect(bad).toMatchObject({ mark: 'failed', remedy: expect.stringContaining('MSG91_AUTH_KEY') });
  });

  test('MSG91: an answer that says nothing is not taken for a yes', async () => {
    const msg91 = await open(startMsg91StandIn());
    msg91.failNext({ status: 200, body: '<html>moved</html>' });
    const env = { MSG91_BASE_URL: msg91.url, MSG91_TEMPLATE_ID: 't', MSG91_AUTH_KEY: msg91Keys.authKey };
    expect(await findingOf('msg91', env)).toMatchObject({ mark: 'skipped' });
  });

  test('SNS: the keys are asked; keys that may only send are good keys', async () => {
    const aws = await open(startAwsStandIn());
    const env = { ...awsEnv(aws.url), SMS_PROVIDER: 'sns' };
    expect(await findingOf('sns', env)).toMatchObject({
      mark: 'ok',
      text: expect.stringContaining('50 USD'),
    });
    aws.failNext(snsError(403, 'AuthorizationError', 'not authorized to perform: SNS:GetSMSAttributes'));
    expect(await findingOf('sns', env)).toMatchObject({ mark: 'ok' });
    const wrong = { ...env, AWS_ACCESS_KEY_ID: 'AKIAWRONG0000000000' };
    expect(await findingOf('sns', wrong)).toMatchObject({
      mark: 'failed',
      remedy: expect.stringContaining('AWS_SECRET_ACCESS_KEY'),
    });
  });

  test('a webhook is reached without a message', async () => {
    const webhook = await open(startWebhookStandIn());
    const env = { SMS_PROVIDER: 'webhook', WEBHOOK_URL: webhook.url, WEBHOOK_SECRET: webhookSecret };
    expect(await findingOf('webhook', env)).toMatchObject({ mark: 'ok' });
    expect(webhook.requests.map(({ method }) => method)).toEqual(['HEAD']);
  });

  test('a vendor that is down is failed, not fine', async () => {
    const env = { ...twilioEnv('http://127.0.0.1:9') };
    expect(await findingOf('twilio', env)).toMatchObject({ mark: 'failed' });
  });
});

describe('mail', () => {
  const login = { user: 'me@gmail.com', password: 'abcd efgh ijkl mnop' };

  async function probe(options: SmtpSinkOptions, env: Record<string, string> = {}) {
    const sink = await open(startSmtpSink(options));
    const finding = await findingOf('smtp', {
      ...{ EMAIL_HOST: '127.0.0.1', EMAIL_PORT: String(sink.port), DEFAULT_FROM_EMAIL: 'me@gmail.com' },
      ...{ EMAIL_USE_TLS: 'False', EMAIL_HOST_USER: login.user, EMAIL_HOST_PASSWORD: login.password },
      ...env,
    });
    expect(sink.messages).toEqual([]);
    return finding;
  }

  test('a server on this machine without TLS and login is fine', async () => {
    const env = { EMAIL_HOST_USER: '', EMAIL_HOST_PASSWORD: '' };
    expect(await probe({}, env)).toMatchObject({
      mark: 'ok',
      text: expect.stringContaining('without encryption'),
    });
  });

  test('a login that the server does not offer is "AUTH not supported", with TLS as the remedy', async () => {
    const finding = await probe({ tls: 'starttls', login: { ...login, password: 'x' } });
    expect(finding).toMatchObject({ mark: 'failed' });
    expect(finding.remedy).toMatch(/SMTP AUTH is not supported.*EMAIL_USE_TLS=True/);
  });

  test('a certificate of nobody is refused', async () => {
    const finding = await probe({ tls: 'starttls', login }, { EMAIL_USE_TLS: 'True' });
    expect(finding).toMatchObject({ mark: 'failed', remedy: expect.stringContaining('EMAIL_CA_FILE') });
  });

  test('SES: the sandbox is told about', async () => {
    const aws = await open(startAwsStandIn());
    const env = { ...awsEnv(aws.url), EMAIL_PROVIDER: 'ses', DEFAULT_FROM_EMAIL: 'a@shop.dev' };
    expect(await findingOf('ses', env)).toMatchObject({
      mark: 'warning',
      remedy: expect.stringContaining('production access'),
    });
    aws.failNext(sesError(403, 'AccessDeniedException', 'not authorized to perform ses:GetAccount'));
    expect(await findingOf('ses', env)).toMatchObject({ mark: 'ok' });
  });
});

test('nothing configured for a channel is said, with how to configure it', async () => {
  const findings = await examine({ EMAIL_PROVIDER: 'none', SMS_PROVIDER: 'development' });
  expect(findings).toContainEqual(
    expect.objectContaining({
      check: 'email',
      mark: 'skipped',
      remedy: expect.stringContaining('EMAIL_HOST'),
    }),
  );
});
