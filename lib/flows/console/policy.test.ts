import { describe, expect, it } from 'vitest';
import { loadSettings } from '@/lib/config/settings';
import { loadLimits } from '@/lib/limits/catalogue';
import { judgePolicy } from './policy';

const secret = '0123456789-abcdefghijklmnopqrstuvwxyz';
const vendor = {
  EMAIL_HOST: 'mail.example.com',
  EMAIL_HOST_USER: 'login',
  EMAIL_HOST_PASSWORD: 'x',
  EMAIL_USE_TLS: 'True',
  DEFAULT_FROM_EMAIL: 'login@example.com',
};
const twilio = {
  SMS_PROVIDER: 'twilio',
  TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
  TWILIO_AUTH_TOKEN: 'x',
  TWILIO_PHONE_NUMBER: '+12025550100',
};

function judge(env: Record<string, string>) {
  const settings = loadSettings({ APP_SECRET: secret, ...env });
  return judgePolicy(settings, loadLimits(settings.limitOverrides));
}
const lineOf = (env: Record<string, string>, words: string) =>
  judge(env).find(({ requirement }) => requirement.includes(words))!;
const open = { ...vendor, APP_URL: 'https://login.example.com', TRUSTED_PROXIES: '10.0.0.0/8' };

describe('the policy page', () => {
  it('names a source and a value for every requirement, once', () => {
    const lines = judge(open);
    expect(new Set(lines.map(({ requirement }) => requirement)).size).toBe(lines.length);
    for (const { source, value } of lines) {
      expect(source).toMatch(/^(ASVS|NIST) \d/);
      expect(value).not.toBe('');
    }
  });

  it('finds nothing unmet in a public installation that is set up well', () => {
    const well = { ...open, PASSWORD_MIN_LENGTH: '15' };
    expect(judge(well).filter(({ mark }) => mark === 'not_met')).toEqual([]);
  });

  it('shows the running numbers, not those of the documents', () => {
    expect(lineOf({ ...open, OTP_LENGTH: '8' }, 'six digits').value).toContain('8 digits');
    expect(lineOf({ ...open, OTP_EXPIRY_MINUTES: '3' }, 'ten minutes').value).toContain('3 minutes');
    expect(
      lineOf({ ...open, LIMITS: 'sign_ins_per_client_and_account=3/900' }, 'Guessing passwords').value,
    ).toContain('3 in 15 minutes');
  });

  it.each([
    ['PASSWORD_MIN_LENGTH', 'only factor', { PASSWORD_MIN_LENGTH: '15' }],
    ['PROOF_OF_WORK', 'Automatic requests', { PROOF_OF_WORK: 'risk' }],
    ['PUMPING_GUARD', 'somebody is paid for', { ...twilio, PUMPING_GUARD: 'enforce' }],
    ['SMS_DAILY_BUDGET', 'a budget', { ...twilio, SMS_DAILY_BUDGET: '20', SMS_COUNTRIES: 'IN' }],
    ['TRUSTED_PROXIES', 'made up', {}],
  ])('says what to set where %s could be better, and is content when it is set', (name, words, good) => {
    const bad = { ...open, ...(name.startsWith('PUMPING') || name.startsWith('SMS') ? twilio : {}) };
    const off: Record<string, string> = name === 'PROOF_OF_WORK' ? { PROOF_OF_WORK: 'off' } : {};
    const poor = name === 'TRUSTED_PROXIES' ? { ...bad, TRUSTED_PROXIES: '' } : { ...bad, ...off };
    expect(lineOf(poor, words)).toMatchObject({ mark: 'partly', remedy: expect.stringContaining(name) });
    expect(lineOf({ ...open, ...good }, words).mark).toBe('met');
  });

  it('marks mail without encryption as not met', () => {
    expect(lineOf({ ...open, EMAIL_USE_TLS: 'False' }, 'Mail leaves').mark).toBe('not_met');
  });

  it('does not complain about http on this machine', () => {
    expect(lineOf({}, 'over TLS')).toMatchObject({
      mark: 'elsewhere',
      value: expect.stringContaining('this machine'),
    });
  });
});
