import { describe, expect, test } from 'vitest';
import { type DeliverySettings, loadDeliverySettings } from './delivery-settings';

function load(env: Record<string, string>, loopback = true): DeliverySettings & { problems: string[] } {
  const problems: string[] = [];
  return { ...loadDeliverySettings(env, problems, { loopback }), problems };
}

const twilio = {
  TWILIO_ACCOUNT_SID: 'AC1',
  TWILIO_AUTH_TOKEN: 'secret',
  TWILIO_PHONE_NUMBER: '+14155552671',
};
const mail = {
  EMAIL_HOST: 'smtp.gmail.com',
  EMAIL_HOST_USER: 'me@gmail.com',
  EMAIL_HOST_PASSWORD: 'abcd efgh ijkl mnop',
};

describe('which provider carries what', () => {
  test('nothing configured is demo mode for e-mail, SMS and WhatsApp', () => {
    const { channels, demoMode, problems } = load({});
    expect(channels).toEqual({
      email: ['development'],
      sms: ['development'],
      whatsapp: ['development'],
      voice: [],
    });
    expect(demoMode).toBe(true);
    expect(problems).toEqual([]);
  });

  test('with e-mail configured, SMS is off instead of shown in the console', () => {
    const { channels, demoMode, problems } = load(mail);
    expect(channels).toEqual({ email: ['smtp'], sms: [], whatsapp: [], voice: [] });
    expect(demoMode).toBe(false);
    expect(problems).toEqual([]);
  });

  test('a complete Twilio account carries SMS', () => {
    expect(load({ ...mail, ...twilio }).channels.sms).toEqual(['twilio']);
  });

  test('the environment of the fourth seed means Gmail and Twilio, not the optional alternatives', () => {
    const {
      channels,
      problems,
      twilio: account,
    } = load({
      ...mail,
      EMAIL_BACKEND: 'django.core.mail.backends.smtp.EmailBackend',
      DEFAULT_FROM_EMAIL: 'noreply@calloutracing.com',
      TWILIO_ACCOUNT_SID: 'AC1',
      TWILIO_AUTH_TOKEN: 'secret',
      TWILIO_FROM_NUMBER: '+1234567890',
      AWS_ACCESS_KEY_ID: 'k',
      AWS_SECRET_ACCESS_KEY: 's',
      AWS_REGION: 'us-east-1',
      VONAGE_API_KEY: 'k',
      VONAGE_API_SECRET: 's',
    });
    expect(channels).toMatchObject({ email: ['smtp'], sms: ['twilio'] });
    expect(account?.from).toBe('+1234567890');
    expect(problems).toEqual([]);
  });

  test('an order wins over what is configured, and keeps its order', () => {
    const env = { ...mail, ...twilio, VONAGE_API_KEY: 'k', VONAGE_API_SECRET: 's' };
    expect(load({ ...env, SMS_PROVIDER: 'vonage, Twilio' }).channels.sms).toEqual(['vonage', 'twilio']);
    expect(load({ ...env, SMS_PROVIDER: 'none' }).channels.sms).toEqual([]);
  });

  test('several vendors without an order are a question to the operator', () => {
    const { problems } = load({
      ...mail,
      ...{ VONAGE_API_KEY: 'k', VONAGE_API_SECRET: 's', MSG91_AUTH_KEY: 'k', MSG91_TEMPLATE_ID: 't' },
    });
    expect(problems.join()).toMatch(/vonage, msg91.*SMS_PROVIDER/);
  });

  test('development for SMS beside real mail is demo mode, for the operator asked for it', () => {
    const { channels, demoMode } = load({ ...mail, SMS_PROVIDER: 'development' });
    expect(channels).toMatchObject({ email: ['smtp'], sms: ['development'] });
    expect(demoMode).toBe(true);
  });

  test.each([
    ['django.core.mail.backends.console.EmailBackend', 'development'],
    ['django.core.mail.backends.smtp.EmailBackend', 'smtp'],
    ['django_ses.SESBackend', 'ses'],
  ])('EMAIL_BACKEND %s means %s', (backend, id) => {
    const env = {
      ...mail,
      AWS_ACCESS_KEY_ID: 'k',
      AWS_SECRET_ACCESS_KEY: 's',
      AWS_SES_REGION_NAME: 'eu-west-1',
    };
    const { channels, problems } = load({ ...env, EMAIL_BACKEND: backend });
    expect(channels.email).toEqual([id]);
    expect(problems).toEqual([]);
  });
});

describe('half a vendor', () => {
  test.each([
    [{ ...mail, EMAIL_HOST_PASSWORD: '' }, /E-mail over SMTP is only partly set: set EMAIL_HOST_PASSWORD\./],
    [{ EMAIL_HOST_USER: 'a@b.c', EMAIL_HOST_PASSWORD: 'x' }, /set EMAIL_HOST\./],
    [{ EMAIL_HOST: 'mx.example.com' }, /set DEFAULT_FROM_EMAIL\./],
    [{ ...mail, TWILIO_ACCOUNT_SID: 'AC1' }, /TWILIO_AUTH_TOKEN and TWILIO_PHONE_NUMBER or TWILIO_MESSAGING/],
    [
      { ...mail, SMS_PROVIDER: 'msg91', MSG91_AUTH_KEY: 'k' },
      /MSG91 is only partly set: set MSG91_TEMPLATE_ID\./,
    ],
    [{ ...mail, SMS_PROVIDER: 'webhook' }, /set WEBHOOK_URL and WEBHOOK_SECRET\./],
  ])('%o names what is missing', (env, sentence) => {
    expect(load(env).problems.join('\n')).toMatch(sentence);
  });

  test('an unknown name lists the known ones of that channel', () => {
    expect(load({ ...mail, SMS_PROVIDER: 'twillio' }).problems).toEqual([
      'SMS_PROVIDER is "twillio". Choose from development, twilio, twilio-verify, sns, vonage, msg91, webhook, or none.',
    ]);
  });

  test('a vendor address without encryption is refused away from this machine', () => {
    const env = { ...mail, ...twilio, TWILIO_BASE_URL: 'http://sms.example.com' };
    expect(load(env, false).problems.join()).toMatch(/TWILIO_BASE_URL is without encryption/);
    expect(load({ ...env, TWILIO_BASE_URL: 'http://127.0.0.1:9' }, false).problems).toEqual([]);
  });
});

describe('SMTP', () => {
  test("an app password works with the spaces that Google's page shows, non-breaking ones too", () => {
    expect(load(mail).smtp?.login?.password).toBe('abcdefghijklmnop');
    expect(
      load({ ...mail, EMAIL_HOST_PASSWORD: 'abcd\u00a0efgh\u00a0ijkl\u00a0mnop' }).smtp?.login?.password,
    ).toBe('abcdefghijklmnop');
  });

  test('another password keeps its spaces', () => {
    const env = { ...mail, EMAIL_HOST: 'mx.example.com', EMAIL_HOST_PASSWORD: 'correct horse battery' };
    expect(load(env).smtp?.login?.password).toBe('correct horse battery');
  });

  test.each([
    [{}, 587, 'starttls'],
    [{ EMAIL_PORT: '465' }, 465, 'implicit'],
    [{ EMAIL_USE_SSL: 'True' }, 465, 'implicit'],
    [{ EMAIL_PORT: '1025', EMAIL_USE_TLS: 'False' }, 1025, 'none'],
  ])('%o is port %i with %s', (env, port, encryption) => {
    expect(load({ ...mail, ...env }).smtp).toMatchObject({ port, encryption });
  });

  test('the sender is an address, a name with an address, or the login', () => {
    expect(load(mail).sender).toEqual({ name: null, address: 'me@gmail.com' });
    expect(load({ ...mail, DEFAULT_FROM_EMAIL: '"The Shop" <no@shop.com>' }).sender).toEqual({
      name: 'The Shop',
      address: 'no@shop.com',
    });
    expect(load({ ...mail, DEFAULT_FROM_EMAIL: 'webmaster' }).problems.join()).toMatch(/DEFAULT_FROM_EMAIL/);
  });
});
