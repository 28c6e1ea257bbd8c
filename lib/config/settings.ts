import { type AlertSettings, loadAlertSettings } from './alert-settings';
import { type BrandSettings, loadBrand } from './brand-settings';
import { type DeliverySettings, loadDeliverySettings } from './delivery-settings';
import { type GuardSettings, loadGuardSettings } from './guard-settings';
import { readCountries, readRegion } from './phone-settings';
import { isLoopback, readAppUrl, readOrigins, readProxies } from './place-settings';
import {
  booleanSetting,
  choiceSetting,
  type Env,
  integerSetting,
  listSetting,
  textSetting,
} from './read-setting';
import { type RedisAddress, readRedisAddress } from './redis-address';
import { type Role, readSecondFactorRoles } from './role-settings';
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

/**
 * Reads and checks every setting.
 * @throws SettingsError with one sentence a problem; nothing is half-read.
 */
export function loadSettings(env: Env): Settings {
  const problems: string[] = [];
  const port = integerSetting(env, problems, 'PORT', { default: 3000, min: 1, max: 65535 });
  const appUrl = readAppUrl(env, problems, port);
  const loopback = isLoopback(appUrl);
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

let cached: Settings | undefined;

/** The settings of this process, read at the first call. @throws SettingsError */
export function getSettings(): Settings {
  cached ??= loadSettings(process.env);
  return cached;
}
