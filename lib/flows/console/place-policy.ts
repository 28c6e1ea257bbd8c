import type { Settings } from '@/lib/config/settings';
import { type Fact, type Line, meetsWhen, met } from './policy-line';

/** What is asked of sessions, browsers, messages, and of the place where the app runs. */
export function placeLines(settings: Settings): Line[] {
  const { appUrl, loopback, trustedProxies, guard, smsCountries, delivery } = settings;
  const https = appUrl.protocol === 'https:';
  const here = (fact: Fact): Fact =>
    loopback ? [`${fact[0]} (this machine only)`, 'elsewhere', fact[2]] : fact;
  const paid = (['sms', 'voice', 'whatsapp'] as const).some((channel) =>
    delivery.channels[channel].some((provider) => provider !== 'development'),
  );
  const unsafeMail =
    delivery.smtp?.encryption === 'none' && !/^(localhost|127\.|::1$)/.test(delivery.smtp.host);
  return [
    [
      'Sessions',
      'ASVS 7.2.3, 7.2.4',
      'Sessions have at least 128 random bits and are new at each sign-in.',
      met('256 bits, a row that is checked at each use'),
    ],
    [
      'Sessions',
      'ASVS 7.3.1, 7.3.2, NIST 2.2.3',
      'Sessions end by time and by idling.',
      met('30 days; 24 hours and 1 hour idle with a second factor; staff 12 hours'),
    ],
    ['Sessions', 'ASVS 7.5.1', 'Changes of factors and addresses want a fresh check.', met('five minutes')],
    [
      'Sessions',
      'ASVS 3.3.1 to 3.3.4',
      'Cookies are Secure, HttpOnly, with __Host-.',
      here(
        meetsWhen(
          https,
          https ? '__Host-, Secure, HttpOnly, SameSite=Lax' : 'HttpOnly, SameSite=Lax',
          'Set APP_URL=https://….',
        ),
      ),
    ],
    [
      'Sessions',
      'ASVS 6.3.3, NIST 2.2.1',
      'Staff show a second factor.',
      meetsWhen(
        settings.secondFactorRoles.includes('admin'),
        `needed for: ${settings.secondFactorRoles.join(', ') || 'nobody'}; the console needs one in any case`,
        'Take REQUIRE_SECOND_FACTOR out, or name admin and support in it.',
        'partly',
      ),
    ],
    [
      'Browser',
      'ASVS 3.4.3',
      'Scripts run only when named.',
      met(
        guard.captcha
          ? `hashes and nonces, and ${guard.captcha.provider}`
          : 'hashes and nonces, nothing else',
      ),
    ],
    [
      'Browser',
      'ASVS 3.4.1, 12.2.1',
      'Everything goes over TLS, with HSTS.',
      here(meetsWhen(https, https ? 'a year' : 'http', 'Set APP_URL=https://….')),
    ],
    [
      'Browser',
      'ASVS 3.5.1',
      'Forms of other sites are refused.',
      met('Origin and Sec-Fetch-Site are checked; a missing Origin is refused'),
    ],
    [
      'Messages',
      'ASVS 12.3.1',
      'Mail leaves encrypted.',
      meetsWhen(
        !unsafeMail,
        delivery.smtp ? `encryption: ${delivery.smtp.encryption}` : 'by the vendor’s https',
        'Set EMAIL_USE_TLS=True.',
      ),
    ],
    [
      'Messages',
      'ASVS 2.4.1',
      'Texts that somebody is paid for are stopped.',
      meetsWhen(
        !paid || guard.pumping === 'enforce',
        paid ? `PUMPING_GUARD=${guard.pumping}` : 'no paid channel is on',
        'Watch guard_decision in the audit log, then set PUMPING_GUARD=enforce.',
        guard.pumping === 'off' ? 'not_met' : 'partly',
      ),
    ],
    [
      'Messages',
      'ASVS 2.4.1',
      'Texts have a budget and a list of countries.',
      meetsWhen(
        !paid || (guard.dailyBudgetMicros !== null && smsCountries !== null),
        paid
          ? `budget ${guard.dailyBudgetMicros === null ? 'none' : 'set'}, countries ${smsCountries?.join(', ') ?? 'all'}`
          : 'no paid channel is on',
        'Set SMS_DAILY_BUDGET and SMS_COUNTRIES.',
        'partly',
      ),
    ],
    [
      'Operation',
      'ASVS 11.2.2, 13.3.4',
      'The secret can be changed.',
      met(`APP_SECRET_PREVIOUS; ${settings.formerSecrets.length} former in use`),
    ],
    [
      'Operation',
      'ASVS 16.2.1, 16.3.1, 16.4.2',
      'Who did what is written down and cannot be changed.',
      met(
        `append-only, chained; kept ${settings.auditRetentionDays === null ? 'for ever' : `${settings.auditRetentionDays} days`}`,
      ),
    ],
    [
      'Operation',
      'ASVS 4.1.3, 15.3.4',
      'The client’s address cannot be made up.',
      here(
        meetsWhen(
          trustedProxies.length > 0,
          trustedProxies.join(', ') || 'no proxy is trusted',
          'Set TRUSTED_PROXIES to what ends https.',
          'partly',
        ),
      ),
    ],
    [
      'Operation',
      'ASVS 13.2.2',
      'The app’s account of the database has no more rights than it needs, and nobody else reaches it.',
      ['see to it in the network', 'elsewhere'],
    ],
    [
      'Operation',
      'ASVS 16.5.1 to 16.5.3',
      'Faults tell nothing and let nobody in.',
      met('503 with Retry-After; one sentence'),
    ],
  ];
}
