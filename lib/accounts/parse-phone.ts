import {
  type CountryCode,
  getCountryCallingCode,
  isSupportedCountry,
  type PhoneNumber,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max';
import { fail, ok, type Result } from '@/lib/result';
import { foldWidth, toAsciiDigits } from '@/lib/schemas/typed-text';
import { phoneRegionSetting } from './phone-region';

export type PhoneProblem =
  | 'phone_malformed'
  | 'phone_needs_country'
  | 'phone_premium'
  | 'phone_country_refused';

export interface ParsedPhone {
  /** E.164: `+` and 7 to 15 digits. */
  address: string;
  /** The numbering plan knows such a number. Recorded, not required: plans change faster than their copies here. */
  planned: boolean;
}

export interface PhoneRules {
  /** ISO 3166 region whose national numbers are understood. */
  defaultRegion: string | null;
  /** Countries that may be texted; null: all. */
  countries: readonly string[] | null;
}

/**
 * Calling codes that belong to no country: shared cost (808), satellite and sea (870 to 874, 881 to 883), personal (878),
 * relief (888), premium (979). Texts to them cost their receiver's price (ITU-T E.164, list of assigned codes).
 */
const costlyCallingCode = /^\+(?:808|87[0-4]|878|88[1-3]|888|979)/;

/** Personal numbers forward at the caller's cost; in the UK (070) they are a known trick. */
const costlyTypes = new Set(['PREMIUM_RATE', 'SHARED_COST', 'PERSONAL_NUMBER']);

/** A phone number as people write it, in any script's digits and of any width, to E.164. */
export function parsePhone(typed: string, rules: PhoneRules): Result<ParsedPhone, PhoneProblem> {
  // Contact lists wrap numbers in invisible direction marks.
  const visible = typed.replace(/[\u200E\u200F\u202A-\u202E\u2066-\u2069]/g, '');
  const text = toAsciiDigits(foldWidth(visible)).trim().replace(/^tel:/i, '');
  // Dashes: withoutSeparators (lib/schemas/typed-text.ts) says which, and why the last two.
  const isNumber = /^\+?[\d\s().\-/\u2010-\u2015\u2212\uFE58\uFE63\u30FC\uFF70]+$/.test(text);
  if (text.length > 60 || !isNumber) return fail('phone_malformed');
  const bare = text.replace(/[^+\d]/g, '').replace(/^00(?=[1-9])/, '+');
  const number = bare.startsWith('+')
    ? parseInternational(bare, text)
    : parseNational(bare, rules.defaultRegion);
  if (number === null) return fail(rules.defaultRegion ? 'phone_malformed' : 'phone_needs_country');
  const address = number.address;
  if (!/^\+[1-9]\d{6,14}$/.test(address)) return fail('phone_malformed');
  const plan = number.plan;
  if (costlyCallingCode.test(address) || costlyTypes.has(plan?.getType() ?? '')) return fail('phone_premium');
  if (rules.countries !== null && !isAllowed(plan, rules.countries)) return fail('phone_country_refused');
  return ok({ address, planned: plan?.isValid() ?? false });
}

interface Reading {
  address: string;
  plan: PhoneNumber | undefined;
}

function parseInternational(bare: string, text: string): Reading {
  const plan = parsePhoneNumberFromString(bare);
  // "+44 (0)20 …": the plan knows that the zero is not dialled from abroad. Otherwise the digits are taken as typed.
  const dialled = plan?.isValid() && /\(0\d?\)/.test(text) ? plan.number : bare;
  return { address: dialled, plan };
}

/** By the same rule as the SQL function latchkey_e164, so that both read one number; then by what people type besides. */
function parseNational(digits: string, region: string | null): Reading | null {
  const facts = region === null ? null : phoneRegionSetting(region);
  if (facts === null) return null;
  const pattern = new RegExp(`^(?:${facts.pattern})$`);
  const withoutPrefix =
    facts.nationalPrefix !== '' && digits.startsWith(facts.nationalPrefix)
      ? digits.slice(facts.nationalPrefix.length)
      : null;
  const national = [withoutPrefix, digits].find((candidate) => candidate !== null && pattern.test(candidate));
  if (national !== undefined) {
    const address = `+${facts.callingCode}${national}`;
    return { address, plan: parsePhoneNumberFromString(address) };
  }
  // Another country's prefix for going abroad, or a calling code without its plus.
  const plan = parsePhoneNumberFromString(digits, region as CountryCode);
  return plan?.isValid() ? { address: plan.number, plan } : null;
}

function isAllowed(plan: PhoneNumber | undefined, countries: readonly string[]): boolean {
  if (plan === undefined) return false;
  const { country, countryCallingCode } = plan;
  if (country) return countries.includes(country);
  // Outside the plan, so the country is unknown: one of those with this calling code.
  return countries.some(
    (allowed) => isSupportedCountry(allowed) && getCountryCallingCode(allowed) === countryCallingCode,
  );
}
