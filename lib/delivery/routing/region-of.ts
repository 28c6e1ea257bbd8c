import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { Channel } from '@/lib/config/delivery-settings';

/** Everything that is not told apart by country. */
export const everywhere = '*';

/** The country that an address is in, for the health of vendors there: ISO 3166, or `*`. */
export function regionOf(channel: Channel, address: string): string {
  if (channel === 'email') return everywhere;
  const number = parsePhoneNumberFromString(address);
  return number?.country ?? (number ? `+${number.countryCallingCode}` : everywhere);
}
