/** Several forms where a number changes the sentence: those that the language has. */
export type Sentence = string | ({ readonly other: string } & Partial<Record<Intl.LDMLPluralRule, string>>);

/**
 * Every sentence about an outcome that a person reads on a page, by its id. Schemas, flows and actions carry ids.
 * `{n}` is a number; `{wait}` is a duration, made of `seconds`.
 */
export const customerTexts = {
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

  // The server
  request_foreign: 'This page was not sent from here. Open it again and repeat.',
  puzzle_needed:
    'Many codes were asked for from your network. Wait {wait}, then press the button again: this keeps automatic requests out.',
  captcha_needed:
    'Many codes were asked for from your network. Show below that you are a person; without it, wait {wait} and press the button again.',
  puzzle_failed: 'The check for automatic requests failed. Try again.',
  unavailable: 'Something is not working here. Try again in a minute.',
} as const satisfies Record<string, Sentence>;

/** What only the console says: in English. */
export const staffTexts = {
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
  alert_rule_malformed: 'Type whole numbers: a threshold from 1 (percent up to 100), minutes from 1 to 1440.',
  alert_ways_missing:
    'Nobody is set to be told: set ALERT_EMAILS, ALERT_WEBHOOK_URL or ALERT_SLACK_WEBHOOK_URL.',
  code_gone: 'This code can no longer be sent again: it was used, has expired, or there is a newer one.',
  test_address_malformed:
    'Write an email address for email, and a number such as +12025551234 for everything else.',
  test_sent: 'It is on its way. Follow it below.',
  key_malformed:
    'Give the key a name of 1 to 100 characters and at least one right; days from 1 to 3650, other numbers from 1 to 100000.',
  key_made: 'This is the only time that the secrets are shown. Keep them now.',
  key_gone: 'There is no live key of this id.',
  webhook_refused:
    'Write an address such as https://shop.example.com/hooks, without a user name. Private addresses need WEBHOOKS_ALLOW_PRIVATE=true.',
  webhook_made: 'This is the only time that the secret is shown. Keep it now.',
  webhook_gone: 'There is no such endpoint, or it is turned off.',
  webhook_queued: 'It goes out within seconds. Load the page again to see what came of it.',
  switch_malformed: 'Choose one of the offered values; a country is two letters such as IN.',
  price_malformed:
    'Write a price such as 0.0075, a currency such as USD, and a country code such as +91 or *.',
} as const satisfies Record<string, Sentence>;

/** The id of a sentence that customers read, in their language (lib/words/sentences). */
export type CustomerText = keyof typeof customerTexts;

/** The id of a sentence. */
export type PublicText = CustomerText | keyof typeof staffTexts;

export type PublicTextParams = Readonly<Record<string, string | number>>;

const texts: Readonly<Record<PublicText, Sentence>> = { ...customerTexts, ...staffTexts };

/** The sentence in English. An unknown id (another version's page) gives the general one. */
export function publicText(id: PublicText, params: PublicTextParams = {}): string {
  const text = Object.hasOwn(texts, id) ? texts[id] : texts.unavailable;
  return renderSentence(text, { format: 'en', moment: 'a moment' }, params);
}

/** How a language writes figures, and a wait of unknown length. */
export interface SentenceStyle {
  /** BCP 47 tag. */
  format: string;
  moment: string;
}

/** The sentence with its numbers filled in. */
export function renderSentence(text: Sentence, style: SentenceStyle, params: PublicTextParams): string {
  const form =
    typeof text === 'string' ? text : (text[pluralOf(style.format, Number(params.n))] ?? text.other);
  return form.replace(/\{(\w+)\}/g, (_, name: string) =>
    name === 'wait' ? renderWait(Number(params.seconds), style) : String(params[name] ?? ''),
  );
}

function pluralOf(format: string, n: number): Intl.LDMLPluralRule {
  return new Intl.PluralRules(format).select(n);
}

/** "45 seconds", "3 minutes": rounded up, so that who waits so long has waited enough. */
function renderWait(seconds: number, { format, moment }: SentenceStyle): string {
  if (!(seconds > 0)) return moment;
  if (seconds < 90) return count(Math.ceil(seconds), 'second', format);
  if (seconds < 90 * 60) return count(Math.ceil(seconds / 60), 'minute', format);
  return count(Math.ceil(seconds / 3600), 'hour', format);
}

function count(amount: number, unit: string, format: string): string {
  return new Intl.NumberFormat(format, { style: 'unit', unit, unitDisplay: 'long' }).format(amount);
}
