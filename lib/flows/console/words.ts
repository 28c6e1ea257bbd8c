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
