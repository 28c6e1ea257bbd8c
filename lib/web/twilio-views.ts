import { createHash } from 'node:crypto';
import { toAccountSid } from '@/lib/accounts/api-keys';
import { type Challenge, challengeStatus } from '@/lib/codes/challenge';
import { getSettings } from '@/lib/config/settings';
import type { SendAttempt } from '@/lib/delivery/find-send-attempts';
import type { Verification } from '@/lib/flows/get-verification';
import type { TwilioContext } from './twilio-route';

/** Resources as Twilio's Verify v2 shows them; fields of what we do not offer are null, as there. */

const hex = '[0-9a-fA-F]{32}';

export function isServiceSid(text: string | undefined): text is string {
  return text !== undefined && new RegExp(`^VA${hex}$`).test(text);
}

/** The service that an application has without naming one. Any other well-formed sid is a service of its own. */
export function defaultServiceSid(keyId: string): string {
  return `VA${createHash('sha256').update(`verify service ${keyId}`).digest('hex').slice(0, 32)}`;
}

/** `VE…` or `VL…` and a uuid without its hyphens. */
export function toSid(prefix: 'VE' | 'VL', id: string): string {
  return prefix + id.replaceAll('-', '');
}

export function fromVerificationSid(sid: string): string | null {
  const parts = /^VE([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/.exec(sid);
  return parts ? parts.slice(1).join('-') : null;
}

const statuses = {
  live: 'pending',
  used: 'approved',
  canceled: 'canceled',
  exhausted: 'max_attempts_reached',
  expired: 'expired',
} as const;

export function verificationStatus(challenge: Challenge): string {
  return statuses[challengeStatus(challenge)];
}

export function renderVerification(
  context: TwilioContext,
  service: string,
  { challenge, sends }: Verification,
) {
  const sid = toSid('VE', challenge.id);
  return {
    ...renderCheck(context, service, challenge, verificationStatus(challenge)),
    lookup: { carrier: null },
    send_code_attempts: [...sends].reverse().map(({ id, channel, at }) => ({
      attempt_sid: toSid('VL', id),
      channel: toTwilioChannel(channel),
      time: toTime(at),
    })),
    sna: null,
    url: `${context.base}/Services/${service}/Verifications/${sid}`,
  };
}

export function renderCheck({ key }: TwilioContext, service: string, challenge: Challenge, status: string) {
  return {
    sid: toSid('VE', challenge.id),
    service_sid: service,
    account_sid: toAccountSid(key.id),
    to: challenge.address,
    channel: toTwilioChannel(challenge.channel),
    status,
    valid: status === 'approved',
    amount: null,
    payee: null,
    date_created: toTime(challenge.createdAt),
    date_updated: toTime(challenge.consumedAt ?? challenge.canceledAt ?? challenge.createdAt),
  };
}

export function renderService({ key, base }: TwilioContext, sid: string) {
  const { appName, codes } = getSettings();
  const url = `${base}/Services/${sid}`;
  return {
    sid,
    account_sid: toAccountSid(key.id),
    friendly_name: appName,
    code_length: codes.length,
    lookup_enabled: false,
    psd2_enabled: false,
    skip_sms_to_landlines: false,
    dtmf_input_required: false,
    tts_name: null,
    do_not_share_warning_enabled: true,
    custom_code_enabled: false,
    push: null,
    totp: null,
    default_template_sid: null,
    whatsapp: null,
    passkeys: null,
    verify_event_subscription_enabled: false,
    date_created: '2026-01-01T00:00:00Z',
    date_updated: '2026-01-01T00:00:00Z',
    url,
    links: { verifications: `${url}/Verifications`, verification_checks: `${url}/VerificationCheck` },
  };
}

export function renderAttempt({ key, base }: TwilioContext, attempt: SendAttempt) {
  const sid = toSid('VL', attempt.id);
  return {
    sid,
    account_sid: toAccountSid(key.id),
    service_sid: attempt.service,
    verification_sid: toSid('VE', attempt.challengeId),
    date_created: toTime(attempt.at),
    date_updated: toTime(attempt.at),
    conversion_status: attempt.converted ? 'converted' : 'unconverted',
    channel: toTwilioChannel(attempt.channel),
    price: null,
    channel_data: { to: attempt.to },
    url: `${base}/Attempts/${sid}`,
  };
}

export function toTwilioChannel(channel: string): string {
  return channel === 'voice' ? 'call' : channel;
}

/** Without milliseconds, as Twilio writes it. */
function toTime(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}
