import type { ApiScope } from '@/lib/accounts/api-keys';
import type { FailureKind } from '@/lib/delivery/delivery-error';

/** Names of vendors as people write them. */
export function providerName(id: string | null): string {
  if (!id) return 'No provider yet';
  return providerNames[id] ?? id;
}

const providerNames: Record<string, string> = {
  development: 'Demo inbox',
  smtp: 'SMTP',
  ses: 'Amazon SES',
  sns: 'Amazon SNS',
  twilio: 'Twilio',
  'twilio-verify': 'Twilio Verify',
  vonage: 'Vonage',
  msg91: 'MSG91',
  webhook: 'Webhook',
};

export function channelName(channel: string): string {
  return channelNames[channel] ?? channel;
}

const channelNames: Record<string, string> = {
  email: 'email',
  sms: 'SMS',
  whatsapp: 'WhatsApp',
  voice: 'phone call',
};

export function purposeName(purpose: string): string {
  return purposeNames[purpose] ?? purpose.replaceAll('_', ' ');
}

const purposeNames: Record<string, string> = {
  login: 'sign-in',
  password_reset: 'password reset',
  registration: 'registration',
  verification: 'verification',
  second_factor: 'second factor',
  approval: 'approval',
  compat: 'code of an application',
};

/** Why a message did not go out, in words that go on a sentence: "Twilio 30003: the phone …". */
export const failureWords: Readonly<Record<FailureKind, string>> = {
  invalid_address: 'the address cannot receive it',
  rejected: 'the message was refused',
  auth_failed: 'our account with the provider was refused',
  rate_limited: 'the provider wants us to go slower',
  timeout: 'the provider did not answer in time',
  unavailable: 'the provider was out of order',
};

export function failureWord(kind: string | null): string {
  return kind ? (failureWords[kind as FailureKind] ?? kind) : 'no reason given';
}

export const deliveryStates: Readonly<Record<string, string>> = {
  queued: 'waiting to be sent',
  sending: 'being sent',
  sent: 'sent',
  accepted: 'with the carrier',
  delivered: 'delivered',
  failed: 'failed',
  dropped: 'dropped: its code had died',
  decoy: 'not sent: no such account',
};

/** "0.8 s", "12 s", "3 min". */
export function renderSeconds(seconds: number | null): string {
  if (seconds === null) return '–';
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 120) return `${Math.round(seconds)} s`;
  return `${Math.round(seconds / 60)} min`;
}

/** Why the pumping guard stops a message, in words. */
export function guardReason(reason: string): string {
  return guardReasons[reason] ?? reason.replaceAll('_', ' ');
}

const guardReasons: Record<string, string> = {
  prefix_velocity: 'many to one block of numbers',
  country_velocity: 'many to one country',
  prefix_conversion: 'nobody in this block types the code',
  country_conversion: 'nobody in this country types the code',
  unverified_by_client: 'one network asks and never verifies',
  unverified_budget: 'too many unverified codes today',
  daily_budget: 'the day’s budget is spent',
};

/** "sends per client". */
export function limitName(limit: string): string {
  return limit.replaceAll('_', ' ');
}

/** What a key may do with each scope. */
export const scopeHints: Readonly<Record<ApiScope, string>> = {
  codes: 'Ask for codes and check them.',
  accounts: 'Reset passwords, register customers, sign them in.',
  approvals: 'Have customers approve transactions.',
  customers: 'Read and change customers.',
};
