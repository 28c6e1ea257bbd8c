import { isIP } from 'node:net';
import { type AlertSettings, loadAlertSettings } from './alert-settings';
import { type BrandSettings, loadBrand } from './brand-settings';
import { type DeliverySettings, loadDeliverySettings } from './delivery-settings';
import { type GuardSettings, loadGuardSettings } from './guard-settings';
import {
  booleanSetting,
  choiceSetting,
  type Env,
  integerSetting,
  listSetting,
  textSetting,
} from './read-setting';
import { type RedisAddress, readRedisAddress } from './redis-address';
import { SettingsError } from './settings-error';
import { loadTracing } from './tracing-settings';

/** What the operator decided, read once. Names of the environment are those of `.env.example`. */
export interface Settings {
  /** Where customers reach this server. Links, cookies and the Origin check are built from it, never from a header. */
  appUrl: URL;
  appName: string;
  /** How pages and mails look where they should not look like ours; null: as they are. */
  brand: BrandSettings | null;
  /** True when APP_URL is this machine: the only place where demo mode is allowed. */
  loopback: boolean;
  /** Some channel goes to the console and /inbox instead of a vendor. */
  demoMode: boolean;
  /** Null: the embedded PostgreSQL. The start script sets DATABASE_URL for the server's processes. */
  databaseUrl: string | null;
  /** Where the limits are counted; null: in PostgreSQL. */
  redis: RedisAddress | null;
  /** The secret that every key is derived from; the former ones still verify what they signed. */
  appSecret: string;
  formerSecrets: readonly string[];
  /** ISO 3166 region whose national phone numbers are understood, or null. */
  defaultPhoneRegion: string | null;
  /** Countries that text messages may go to; null: all. */
  smsCountries: readonly string[] | null;
  /** CIDR blocks whose X-Forwarded-For is believed. */
  trustedProxies: readonly string[];
  adminEmails: readonly string[];
  /** Roles that need a second factor. The console wants one of its staff whatever is set here. */
  secondFactorRoles: readonly Role[];
  /** What a collector of /api/metrics sends as its bearer token; null: only this machine may read them. */
  metricsToken: string | null;
  /** Days that audit events are kept; null: for ever. */
  auditRetentionDays: number | null;
  port: number;
  host: string | null;
  codes: { length: number; expiryMinutes: number | null; resend: 'new' | 'same' };
  passwordMinLength: number;
  /** The seeds' endpoints (`/send-otp` …) answer. */
  compatEndpoints: boolean;
  /** Origins of web sites whose scripts may call the API (CORS), besides our own. */
  apiAllowedOrigins: readonly string[];
  /** Days that ended codes, messages and webhooks are kept. */
  retentionDays: number;
  /** Days that decided approvals are kept: proofs of what was agreed. */
  approvalRetentionDays: number;
  /** Outgoing webhooks may go to private and loopback addresses, without encryption. */
  webhooksMayBePrivate: boolean;
  /** `name=max/seconds` pairs that change the catalogue of limits. */
  limitOverrides: readonly string[];
  guard: GuardSettings;
  alerts: AlertSettings;
  /** Spans are sent by OpenTelemetry. */
  tracing: boolean;
  delivery: DeliverySettings;
}

const roles = ['customer', 'support', 'admin'] as const;
type Role = (typeof roles)[number];

const loopbackHosts = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Reads and checks every setting.
 * @throws SettingsError with one sentence a problem; nothing is half-read.
 */
export function loadSettings(env: Env): Settings {
  const problems: string[] = [];
  const port = integerSetting(env, problems, 'PORT', { default: 3000, min: 1, max: 65535 });
  const appUrl = readAppUrl(env, problems, port);
  const loopback = loopbackHosts.has(appUrl.hostname);
  const delivery = loadDeliverySettings(env, problems, { loopback });
  const demoMode = delivery.demoMode;
  if (demoMode && !loopback) {
    problems.push(
      `Demo mode shows every code to everybody, so it runs only on this machine, but APP_URL is ${appUrl.origin}. Configure a provider (EMAIL_HOST …) or remove APP_URL.`,
    );
  }
  const length = integerSetting(env, problems, 'OTP_LENGTH', { default: 6, min: 4, max: 10 });
  if (length < 6 && !demoMode) {
    problems.push('OTP_LENGTH below 6 can be guessed and is refused outside demo mode. Set 6 or more.');
  }
  const webhooksMayBePrivate = booleanSetting(env, problems, 'WEBHOOKS_ALLOW_PRIVATE', false);
  const settings: Settings = {
    appUrl,
    appName: textSetting(env, 'APP_NAME') ?? 'Latchkey',
    brand: loadBrand(env, problems),
    loopback,
    demoMode,
    databaseUrl: textSetting(env, 'DATABASE_URL'),
    redis: readRedisAddress(env, problems),
    appSecret: readSecret(env, problems, loopback),
    formerSecrets: listSetting(env, 'APP_SECRET_PREVIOUS'),
    defaultPhoneRegion: readRegion(env, problems),
    smsCountries: readCountries(env, problems),
    trustedProxies: readProxies(env, problems),
    adminEmails: listSetting(env, 'ADMIN_EMAILS').map((email) => email.toLowerCase()),
    secondFactorRoles: readSecondFactorRoles(env, problems),
    metricsToken: textSetting(env, 'METRICS_TOKEN'),
    auditRetentionDays: textSetting(env, 'AUDIT_RETENTION_DAYS')
      ? integerSetting(env, problems, 'AUDIT_RETENTION_DAYS', { default: 365, min: 30, max: 36_500 })
      : null,
    port,
    host: textSetting(env, 'HOST'),
    codes: {
      length,
      expiryMinutes: textSetting(env, 'OTP_EXPIRY_MINUTES')
        ? integerSetting(env, problems, 'OTP_EXPIRY_MINUTES', { default: 10, min: 1, max: 10 })
        : null,
      resend: choiceSetting(env, problems, 'OTP_RESEND', ['new', 'same']),
    },
    passwordMinLength: integerSetting(env, problems, 'PASSWORD_MIN_LENGTH', { default: 8, min: 8, max: 64 }),
    compatEndpoints: booleanSetting(env, problems, 'COMPAT_ENDPOINTS', true),
    apiAllowedOrigins: readOrigins(env, problems),
    retentionDays: integerSetting(env, problems, 'RETENTION_DAYS', { default: 90, min: 2, max: 3650 }),
    approvalRetentionDays: integerSetting(env, problems, 'APPROVAL_RETENTION_DAYS', {
      default: 400,
      min: 2,
      max: 36500,
    }),
    webhooksMayBePrivate,
    limitOverrides: listSetting(env, 'LIMITS'),
    guard: loadGuardSettings(env, problems),
    tracing: loadTracing(env, problems),
    alerts: loadAlertSettings(env, problems, { mayBePrivate: webhooksMayBePrivate }),
    delivery,
  };
  if (problems.length > 0) throw new SettingsError(problems);
  return settings;
}

function readAppUrl(env: Env, problems: string[], port: number): URL {
  const typed = textSetting(env, 'APP_URL') ?? `http://localhost:${port}`;
  try {
    const url = new URL(typed);
    if (url.protocol !== 'https:' && url.protocol !== 'http:') throw new Error('protocol');
    if (url.protocol === 'http:' && !loopbackHosts.has(url.hostname)) {
      problems.push(
        `APP_URL is ${url.origin}, without encryption. Use https:// for anything but this machine.`,
      );
    }
    return new URL(url.origin);
  } catch {
    problems.push(`APP_URL is "${typed}", which is no web address. Write it like https://login.example.com.`);
    return new URL('http://localhost');
  }
}

/** `none` requires it of nobody. */
function readSecondFactorRoles(env: Env, problems: string[]): Role[] {
  if (textSetting(env, 'REQUIRE_SECOND_FACTOR') === null) return ['admin', 'support'];
  const typed = listSetting(env, 'REQUIRE_SECOND_FACTOR').map((role) => role.toLowerCase());
  if (typed.length === 1 && typed[0] === 'none') return [];
  const unknown = typed.filter((role) => !(roles as readonly string[]).includes(role));
  if (unknown.length > 0) {
    problems.push(
      `REQUIRE_SECOND_FACTOR has "${unknown[0]}". Write roles, separated by commas (${roles.join(', ')}), or none.`,
    );
  }
  return roles.filter((role) => typed.includes(role));
}

/** Exact origins only: a wildcard would let every web site spend our messages. */
function readOrigins(env: Env, problems: string[]): string[] {
  return listSetting(env, 'API_ALLOWED_ORIGINS').map((typed) => {
    const bare = typed.replace(/\/$/, '').toLowerCase();
    if (!URL.canParse(bare) || new URL(bare).origin !== bare) {
      problems.push(
        `API_ALLOWED_ORIGINS has "${typed}", which is no origin. Write it like https://shop.example.com.`,
      );
    }
    return bare;
  });
}

function readSecret(env: Env, problems: string[], loopback: boolean): string {
  const secret = textSetting(env, 'APP_SECRET');
  if (secret === null) {
    problems.push(
      loopback
        ? 'APP_SECRET is not set. `npm start` makes and keeps one on this machine; other ways of starting need it set.'
        : 'APP_SECRET is not set. Make one with `openssl rand -base64 32` and keep it: it derives every code and key.',
    );
    return '';
  }
  const distinct = new Set(secret).size;
  if (secret.length < 32 || distinct < 10) {
    problems.push('APP_SECRET is too weak. Use at least 32 random characters: `openssl rand -base64 32`.');
  }
  return secret;
}

function readRegion(env: Env, problems: string[]): string | null {
  const region = textSetting(env, 'DEFAULT_PHONE_REGION')?.toUpperCase() ?? null;
  if (region !== null && !/^[A-Z]{2}$/.test(region)) {
    problems.push(`DEFAULT_PHONE_REGION is "${region}". Write two letters such as IN, US or GB.`);
    return null;
  }
  return region;
}

function readProxies(env: Env, problems: string[]): string[] {
  return listSetting(env, 'TRUSTED_PROXIES').filter((block) => {
    const [address = '', prefix, ...rest] = block.split('/');
    const bits = isIP(address) === 6 ? 128 : 32;
    const fits = prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits);
    if (isIP(address) !== 0 && fits && rest.length === 0) return true;
    problems.push(`TRUSTED_PROXIES has "${block}". Write addresses or blocks such as 10.0.0.0/8 or ::1.`);
    return false;
  });
}

function readCountries(env: Env, problems: string[]): string[] | null {
  const countries = listSetting(env, 'SMS_COUNTRIES').map((country) => country.toUpperCase());
  for (const country of countries.filter((text) => !/^[A-Z]{2}$/.test(text))) {
    problems.push(`SMS_COUNTRIES has "${country}". Write two letters a country, such as IN,US,GB.`);
  }
  return countries.length > 0 ? countries : null;
}

let cached: Settings | undefined;

/** The settings of this process, read at the first call. @throws SettingsError */
export function getSettings(): Settings {
  cached ??= loadSettings(process.env);
  return cached;
}
