import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { Channel } from '@/lib/delivery/channel';

/** Always as many, so that a mask does not tell how long the address is. */
const bullets = '•••••';

/** `t•••••@e•••••.com` or `+91 ••••• ••210`: enough for the owner, little for anybody else. */
export function maskAddress(channel: Channel, address: string): string {
  return channel === 'email' ? maskEmail(address) : maskPhone(address);
}

function maskEmail(address: string): string {
  const at = address.lastIndexOf('@');
  const domain = address.slice(at + 1);
  const dot = domain.lastIndexOf('.');
  const ending = dot > 0 ? domain.slice(dot) : '';
  return `${firstCharacter(address.slice(0, at))}${bullets}@${firstCharacter(domain)}${bullets}${ending}`;
}

function maskPhone(address: string): string {
  const callingCode = parsePhoneNumberFromString(address)?.countryCallingCode ?? '•';
  return `+${callingCode} ${bullets} ••${address.slice(-3)}`;
}

function firstCharacter(text: string): string {
  return [...text][0] ?? '';
}
