/**
 * Every sentence about an outcome that a person reads on a page, by its id. Schemas, flows and actions carry ids.
 * `{n}` is a number; `{wait}` is a duration, made of `seconds`. Two forms where a number changes the sentence.
 */
const texts = {
  // Codes
  code_incorrect: {
    one: 'The code is not right. {n} attempt left.',
    other: 'The code is not right. {n} attempts left.',
  },
  attempts_left: { one: '{n} attempt left.', other: '{n} attempts left.' },
  code_expired: 'This code has expired.',
  code_used: 'This code has been used. Ask for a new one.',
  code_malformed: 'Type the digits of the code, for example 123456.',
  too_many_attempts: 'Too many attempts.',
  backup_code_malformed: 'This is not a complete backup code.',
  not_found: 'This request is no longer known. Start again.',
  too_soon: 'You can ask for a new code in {wait}.',
  too_many_sends: 'No more codes can be sent for this request. Start again.',
  channel_required: 'Choose how to get the code.',
  channel_not_offered: 'Codes cannot be sent this way. Choose another one.',
  code_sent: 'We have sent you a code.',
  code_resent: 'We have sent you a new code. Older codes no longer work.',

  // How far a message has come
  delivery_queued: 'Sending …',
  delivery_sending: 'Sending …',
  delivery_retrying: 'The first way did not work. We are trying another one …',
  delivery_sent: 'Sent. It can take a minute to arrive.',
  delivery_accepted: 'Accepted by the carrier. It should arrive at any moment.',
  delivery_delivered: 'Delivered.',
  delivery_failed: 'The message could not be sent.',
  delivery_failed_email: 'This mailbox did not take the message.',
  delivery_failed_sms: 'This number cannot receive texts.',
  delivery_failed_whatsapp: 'This number cannot receive WhatsApp messages.',
  delivery_failed_voice: 'The call was not answered.',

  // Approvals
  approval_ended: 'This was decided already, or it is too late.',
  approval_void: 'What you were asked to approve has changed since. It is void, and nothing was approved.',
  approval_expired: 'Nobody answered in time. Nothing is done.',
  approval_withdrawn: 'Whoever asked has taken it back. Nothing is done.',
  approval_granted: 'You have approved this.',
  approval_denied: 'You have refused this. Nothing is done.',

  // Limits and holds
  limited: 'Too many attempts. Try again in {wait}.',
  account_held: 'Too many attempts. Try again in {wait}.',
  factor_off: 'Too many attempts. This way of signing in is off until you set it up again.',

  not_me_noted: 'Thank you. If that message had a code, it no longer works.',
  not_me_ended:
    'Everybody is signed out of your account, and its codes no longer work. Set a new password now.',
  link_used: 'This link has been used or is too old. Sign in, or ask for a new code.',

  // E-mail and phone
  empty: 'Type your email or phone.',
  unrecognised: 'Type an email, such as ann@example.com, or a phone number.',
  email_required: 'Type your email.',
  email_malformed: 'This is not a complete email. It looks like ann@example.com.',
  email_lookalike: 'The email has characters that look like others. Type it with plain letters.',
  email_too_long: 'The email is too long.',
  phone_required: 'Type your phone number.',
  phone_malformed: 'This is not a complete phone number.',
  phone_needs_country: 'Start the phone number with + and the country code, for example +91 98765 43210.',
  phone_premium: 'Codes cannot be sent to this kind of number. Use another one.',
  phone_country_refused: 'Codes cannot be sent to this country.',
  address_required: 'Type your email, your phone, or both.',
  address_taken: 'This address cannot be used. Sign in, or use another one.',

  // Passwords and names
  password_required: 'Type your password.',
  sign_in_failed: 'The email, phone or password is not right.',
  too_short: { one: 'Use at least {n} character.', other: 'Use at least {n} characters.' },
  too_long: 'Use at most 256 characters.',
  common: 'This password is one of the most common. Choose another one.',
  own_words:
    'The password is too close to your name, your address or the name of this site. Add other words.',
  whitespace_only: 'The password is only spaces. Add letters or digits.',
  passwords_differ: 'The two passwords are not the same.',
  name_too_long: 'Use at most 100 characters for the name.',
  password_changed: 'Your password is set. Sign in with it.',
  password_changed_factor_stays: 'Your password is set. Your second factor is still on.',

  // Flows
  grant_used: 'This step has ended. Start again.',
  flow_restarted: 'A newer request replaced this one. Go on with the newer one.',
  second_factor_needed: 'Confirm with your second factor.',
  way_closed: 'This way is not open here. Choose another one.',
  factor_code_used: 'This code has been used. Wait for the next one in your app.',
  app_code_incorrect: 'The code is not right. Type the one that your app shows now.',
  passkey_refused: 'This passkey was not accepted. Try again, or choose another way.',
  passkeys_not_offered: 'Passkeys do not work at this address.',
  passkey_canceled: 'Nothing was confirmed. Try again, or choose another way.',
  passkey_on: 'Your passkey is on. You can sign in with it alone, too.',
  passkey_renamed: 'The name is changed.',
  passkey_name_malformed: 'Use 1 to 60 characters for the name.',
  authenticator_on: 'Your authenticator app is on. From now on signing in asks for its code.',
  factor_on_already: 'This is on already.',
  factor_needs_other: 'Set a password or prove another address first: otherwise you could lock yourself out.',
  address_last: 'Your account needs one proved address. Add another one first.',
  address_is_factor: 'Codes to this address are a second step of yours. Turn that off first.',
  release_stopped:
    'It is stopped: your second steps stay on. Set a new password if it was not you who asked.',
  release_planned_already: 'This is planned already.',
  factor_required: 'Your role needs a second step. Turn another one on before you turn this one off.',
  change_undone: 'The change is taken back, and everybody is signed out. Set a new password now.',
  password_wrong: 'The password is not right.',
  password_now_set: 'Your password is set. You are signed out everywhere else.',
  address_set: 'Your address is set.',
  address_removed: 'The address is removed.',
  channel_set: 'We will use this first.',
  setup_restarted: 'This set-up has ended. Start it again.',
  sessions_ended: 'You are signed out everywhere else.',
  session_ended: 'That browser is signed out.',
  trust_ended: 'That device is asked for the second step again.',
  factor_removed: 'It is off.',
  factor_added: 'It is on.',
  check_needed: 'Confirm that it is you first.',
  signed_out: 'You are signed out.',
  sign_in_needed: 'Sign in to go on.',

  // The console
  staff_done: 'Done. It is in the audit log.',
  staff_nothing_to_do: 'There was nothing to do.',
  staff_refused: 'Your role may not do this.',
  last_admin: 'The last admin stays one. Make somebody else an admin first.',
  own_account: 'Nobody changes their own account here.',
  no_address: 'There is no proved address to write to.',
  reason_required: 'Say in a few words why you need to see it.',
  file_required: 'Choose a CSV file.',
  file_too_large: 'The file is too large. 100 MB is the most.',
  csv_no_columns: 'The first line has to name the columns: name, email, phone, customerType, locale.',
  price_malformed:
    'Write a price such as 0.0075, a currency such as USD, and a country code such as +91 or *.',

  // The server
  request_foreign: 'This page was not sent from here. Open it again and repeat.',
  puzzle_needed:
    'Many codes were asked for from your network. Wait {wait}, then press the button again: this keeps automatic requests out.',
  captcha_needed:
    'Many codes were asked for from your network. Show below that you are a person; without it, wait {wait} and press the button again.',
  puzzle_failed: 'The check for automatic requests failed. Try again.',
  unavailable: 'Something is not working here. Try again in a minute.',
} as const satisfies Record<string, string | { one: string; other: string }>;

/** The id of a sentence. */
export type PublicText = keyof typeof texts;

export const publicTextIds = Object.keys(texts) as PublicText[];

export type PublicTextParams = Readonly<Record<string, string | number>>;

const plural = new Intl.PluralRules('en');

/** The sentence with its numbers filled in. An unknown id (another version's page) gives the general one. */
export function publicText(id: PublicText, params: PublicTextParams = {}): string {
  const text: string | { one: string; other: string } = Object.hasOwn(texts, id)
    ? texts[id]
    : texts.unavailable;
  const form =
    typeof text === 'string' ? text : text[plural.select(Number(params.n)) === 'one' ? 'one' : 'other'];
  return form.replace(/\{(\w+)\}/g, (_, name: string) =>
    name === 'wait' ? renderWait(Number(params.seconds)) : String(params[name] ?? ''),
  );
}

/** "45 seconds", "3 minutes": rounded up, so that who waits so long has waited enough. */
function renderWait(seconds: number): string {
  if (!(seconds > 0)) return 'a moment';
  if (seconds < 90) return count(Math.ceil(seconds), 'second');
  if (seconds < 90 * 60) return count(Math.ceil(seconds / 60), 'minute');
  return count(Math.ceil(seconds / 3600), 'hour');
}

function count(amount: number, unit: string): string {
  return `${amount} ${unit}${amount === 1 ? '' : 's'}`;
}
