import type { AuditRow } from '@/lib/audit/find-events';
import type { EventType } from '@/lib/audit/record-event';
import { channelName, purposeName } from './words';

type Facts = Record<string, unknown>;
type Describe = (data: Facts) => string;

const text = (value: unknown) =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';
const by = (data: Facts) => (data.channel ? ` by ${channelName(text(data.channel))}` : '');
const forPurpose = (data: Facts) => (data.purpose ? ` for ${purposeName(text(data.purpose))}` : '');

const reasons: Record<string, string> = {
  code_incorrect: 'it was not the right one',
  code_expired: 'it had expired',
  code_used: 'it had been used',
  too_many_attempts: 'there were too many guesses',
  account_held: 'the account was held',
  not_found: 'there was no such request',
  factor_off: 'the factor is off after too many failures',
  factor_code_used: 'it had been used',
};

/** What an event says to a person. Total: a new event type needs its sentence. */
const sentences: Readonly<Record<EventType, Describe>> = {
  code_requested: (data) => `Asked for a code${forPurpose(data)}${by(data)}`,
  code_requested_unknown: (data) => `Somebody asked for a code${forPurpose(data)} for an unknown address`,
  code_resent: (data) => `Asked for a new code${by(data)}`,
  code_verified: (data) => `Typed the right code${forPurpose(data)}`,
  code_failed: (data) =>
    `A code was refused: ${reasons[text(data.reason)] ?? (text(data.reason) || 'no reason given')}`,
  code_canceled: () => 'The code was withdrawn',
  account_held: () => 'The account was held after too many failures',
  account_unlocked: () => 'The hold was ended by its owner',
  limit_reached: (data) =>
    `A limit was reached${data.limit ? `: ${text(data.limit).replaceAll('_', ' ')}` : ''}`,
  signed_in: (data) =>
    `Signed in${Array.isArray(data.methods) ? ` with ${data.methods.map((method) => methodName(text(method))).join(', then ')}` : ''}`,
  sign_in_failed: () => 'A sign-in was refused',
  signed_out: () => 'Signed out',
  sessions_ended: () => 'Sessions were ended',
  password_reset: () => 'Set a new password after a reset',
  password_changed: () => 'Changed the password',
  registered: () => 'Registered',
  registration_existing: () => 'Somebody tried to register an address that has this account',
  address_added: (data) => `Added an address${by(data)}`,
  address_changed: (data) => `Changed an address${by(data)}`,
  address_removed: (data) => `Removed an address${by(data)}`,
  address_verified: (data) => `Proved an address${by(data)}`,
  factor_added: (data) => `Turned on a second factor${data.kind ? `: ${methodName(text(data.kind))}` : ''}`,
  factor_removed: (data) =>
    `Turned off a second factor${data.kind ? `: ${methodName(text(data.kind))}` : ''}`,
  factor_used: (data) => `Passed the second factor${data.method ? `: ${methodName(text(data.method))}` : ''}`,
  release_planned: () => 'Staff planned to turn off every second factor, after a day',
  release_stopped: () => 'The owner stopped the plan to turn off every second factor',
  backup_code_used: (data) =>
    `Used a backup code${data.left === undefined ? '' : `, ${text(data.left)} left`}`,
  device_trusted: () => 'A browser is trusted from now on',
  device_revoked: () => 'A browser is no longer trusted',
  approval_requested: () => 'Was asked to approve a transaction',
  approval_granted: () => 'Approved a transaction',
  approval_denied: ({ by }) =>
    by === 'application' ? 'A transaction to approve was withdrawn' : 'Refused a transaction',
  approval_executed: () => 'An approved transaction was carried out',
  not_me: () => 'Told us “this was not me”',
  address_suppressed: () => 'An address refuses messages (bounce, complaint or STOP)',
  suppression_lifted: () => 'An address takes messages again',
  admin_action: (data) =>
    adminActions[text(data.kind)]?.(data) ?? `Staff: ${text(data.kind).replaceAll('_', ' ')}`,
  api_key_created: (data) => `An API key was made${data.name ? `: ${text(data.name)}` : ''}`,
  api_key_revoked: () => 'An API key was revoked',
  delivery_failed: (data) =>
    `A message by ${text(data.channel)} could not be delivered${data.kind ? ` (${text(data.kind).replaceAll('_', ' ')})` : ''}`,
  guard_decision: (data) => `The guard decided${data.decision ? `: ${text(data.decision)}` : ''}`,
};

const adminActions: Record<string, Describe> = {
  role: (data) => `The role became ${text(data.role)}`,
  disable: () => 'Staff disabled the account',
  enable: () => 'Staff enabled the account',
  sign_out: () => 'Staff ended all sessions',
  start_reset: (data) => `Staff sent a way to a new password${by(data)}`,
  clear_hold: () => 'Staff ended the hold',
  lift_suppression: (data) => `Staff allowed messages again${by(data)}`,
  release_factor: (data) => `Staff turned off a second factor: ${methodName(text(data.factor))}`,
  reveal: (data) => `Staff looked at the full ${text(data.what)}, because: ${text(data.why)}`,
  import: (data) => `Staff imported ${text(data.rows)} customers`,
  export: () => 'Staff exported customers',
  export_audit: () => 'Staff exported the audit log',
  restore: () => 'A backup was restored; codes, sessions and what else is short-lived were ended',
  alert_rule: (data) => `Staff changed the alert rule ${text(data.rule).replaceAll('_', ' ')}`,
  alert_test: () => 'Staff sent a test of the alerts',
  resend: (data) => `Staff sent a code again${by(data)}`,
  test: (data) => `Staff sent a test${by(data)} to ${text(data.to)}`,
  switch: (data) => `Staff turned the switch ${text(data.key).replaceAll('_', ' ')}: ${text(data.value)}`,
  webhook_created: () => 'A webhook endpoint was made',
  webhook_rotated: () => 'The secret of a webhook endpoint was changed',
  webhook_removed: () => 'A webhook endpoint was turned off',
  webhook_disable: () => 'A webhook endpoint was turned off',
  webhook_enable: () => 'A webhook endpoint was turned on',
  webhook_test: () => 'Staff sent a test to a webhook endpoint',
  webhook_replay: () => 'Staff sent a webhook again',
  webhook_replay_failed: () => 'Staff sent failed webhooks again',
  price: (data) => `Staff set a price for ${text(data.provider)}`,
};

function methodName(method: string): string {
  const names: Record<string, string> = {
    totp: 'authenticator app',
    passkey: 'passkey',
    backup: 'backup code',
    password: 'password',
  };
  return names[method] ?? `code by ${channelName(method.replace(/^code_/, ''))}`;
}

export function describeEvent({ type, data }: Pick<AuditRow, 'type' | 'data'>): string {
  const sentence = Object.hasOwn(sentences, type) ? sentences[type as EventType] : undefined;
  return sentence ? sentence(data ?? {}) : type.replaceAll('_', ' ');
}
