import { parsePhoneNumberFromString } from 'libphonenumber-js/max';

/** Pumping buys blocks of neighbouring numbers: without its last four digits a number names its block. */
const blockDigits = 4;

export interface PhoneScope {
  /** Leading digits of the number, without the plus. */
  prefix: string;
  /** ISO 3166, or the calling code where the plan knows no country. */
  country: string;
}

export function phoneScope(address: string): PhoneScope {
  const plan = parsePhoneNumberFromString(address);
  return {
    prefix: address.slice(1, -blockDigits),
    country: plan?.country ?? `+${plan?.countryCallingCode ?? address.slice(1, 3)}`,
  };
}
