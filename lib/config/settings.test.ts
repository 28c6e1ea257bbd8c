import { describe, expect, it } from 'vitest';
import { loadSettings } from './settings';
import { SettingsError } from './settings-error';

const secret = { APP_SECRET: 'a-good-secret-0123456789-abcdefghijk' };

/** The sentences about a wrong setting. */
function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    loadSettings({ ...secret, ...env });
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
}

const mail = {
  EMAIL_HOST: 'smtp.example.com',
  EMAIL_HOST_USER: 'me@example.com',
  EMAIL_HOST_PASSWORD: 'secret',
};

describe('loadSettings', () => {
  it('needs nothing but a secret on this machine, and is demo mode then', () => {
    expect(loadSettings(secret)).toMatchObject({
      demoMode: true,
      loopback: true,
      appName: 'Latchkey',
      port: 3000,
    });
  });

  it('is not demo mode once a provider is configured', () => {
    expect(loadSettings({ ...secret, ...mail }).demoMode).toBe(false);
  });

  it.each([
    ['demo mode in public', { APP_URL: 'https://login.example.com' }, /Demo mode/],
    ['http in public', { ...mail, APP_URL: 'http://login.example.com' }, /without encryption/],
    ['an address that is none', { APP_URL: 'login' }, /no web address/],
    ['a weak secret', { APP_SECRET: 'password' }, /too weak/],
    ['a secret of one letter', { APP_SECRET: 'a'.repeat(64) }, /too weak/],
    ['no secret', { APP_SECRET: '' }, /not set/],
    ['a short code outside demo mode', { ...mail, OTP_LENGTH: '4' }, /OTP_LENGTH below 6/],
    ['a code length that is none', { OTP_LENGTH: '3' }, /from 4 to 10/],
    ['a life beyond the cap', { OTP_EXPIRY_MINUTES: '11' }, /from 1 to 10/],
    ['a proxy that is no address', { TRUSTED_PROXIES: '10.0.0.0/8,nginx' }, /TRUSTED_PROXIES has "nginx"/],
    ['a proxy block that is too long', { TRUSTED_PROXIES: '10.0.0.0/33' }, /TRUSTED_PROXIES/],
    ['a country that is none', { SMS_COUNTRIES: 'IN,India' }, /SMS_COUNTRIES has "INDIA"/],
    ['a region that is none', { DEFAULT_PHONE_REGION: '91' }, /DEFAULT_PHONE_REGION/],
    ['a way to resend that is none', { OTP_RESEND: 'sometimes' }, /one of: new, same/],
    ['a port that is none', { PORT: '99999' }, /PORT/],
  ])('refuses %s with a sentence', (_, env, sentence) => {
    expect(problemsOf(env).join('\n')).toMatch(sentence);
  });

  it('tells all that is wrong at once', () => {
    expect(problemsOf({ PORT: 'x', OTP_LENGTH: 'y' })).toHaveLength(2);
  });

  it('takes four digits in demo mode', () => {
    expect(loadSettings({ ...secret, OTP_LENGTH: '4' }).codes.length).toBe(4);
  });
});
