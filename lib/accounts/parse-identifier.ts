import { getSettings } from '@/lib/config/settings';
import { foldWidth } from '@/lib/schemas/typed-text';
import { type EmailProblem, parseEmail } from './parse-email';
import { type PhoneProblem, type PhoneRules, parsePhone } from './parse-phone';

export type Identifier =
  | { kind: 'email'; address: string }
  | { kind: 'phone'; address: string /** See ParsedPhone. */; planned: boolean };

export type IdentifierProblem = 'empty' | 'unrecognised' | EmailProblem | PhoneProblem;

/** What a person typed under "Email or phone", in the form that the table stores. Costs the same for every account. */
export function parseIdentifier(
  text: string,
  rules: PhoneRules = settingsRules(),
): Identifier | { kind: 'invalid'; reason: IdentifierProblem } {
  const typed = foldWidth(text.trim());
  if (typed === '') return { kind: 'invalid', reason: 'empty' };
  if (/[@\uFE6B]/.test(typed)) {
    const email = parseEmail(typed);
    return email.ok ? { kind: 'email', address: email.value } : { kind: 'invalid', reason: email.reason };
  }
  if (!/\p{Nd}/u.test(typed)) return { kind: 'invalid', reason: 'unrecognised' };
  const phone = parsePhone(typed, rules);
  return phone.ok ? { kind: 'phone', ...phone.value } : { kind: 'invalid', reason: phone.reason };
}

function settingsRules(): PhoneRules {
  const { defaultPhoneRegion, smsCountries } = getSettings();
  return { defaultRegion: defaultPhoneRegion, countries: smsCountries };
}
