import { createHmac } from 'node:crypto';
import { getCountryCallingCode, isSupportedCountry } from 'libphonenumber-js/max';
import { getKey } from '@/lib/config/keys';
import { getSettings } from '@/lib/config/settings';

/** What an account with this address might look like, if there were one. */
export interface DecoyAccount {
  email: string | null;
  phone: string | null;
  /** The channel that comes first. */
  preferredChannel: 'sms' | 'whatsapp' | 'voice' | null;
}

export interface TypedAddress {
  kind: 'email' | 'phone';
  /** As parseIdentifier gives it. */
  address: string;
}

/** Share of decoys with the other kind of address; about what customer lists have. */
const shareWithPhone = 0.6;
const shareWithEmail = 0.85;
/** Share of decoys with a number of another country than DEFAULT_PHONE_REGION, and of those who prefer another channel. */
const shareFromAbroad = 0.08;
const sharesPreferring = { sms: 0.06, whatsapp: 0.03, voice: 0.01 } as const;

/** First letters of people's names in e-mail addresses, more or less by frequency. */
const initials = 'aaaaabbcccddeeeffgghhijjjjjkkkllmmmmmmnnnoppprrrrrsssssssttuvvwyz';
/** First letter and ending of mailbox providers, more or less by frequency. */
const domains = [
  ...[
    'g.com',
    'g.com',
    'g.com',
    'g.com',
    'g.com',
    'g.com',
    'y.com',
    'y.com',
    'h.com',
    'o.com',
    'o.com',
    'i.com',
  ],
  ...['p.me', 'g.net', 'w.de', 'r.in', 'e.org', 'o.fr', 'b.uk'],
];
/** Where no region is set: calling codes of large countries. */
const callingCodes = ['1', '1', '91', '91', '44', '49', '55', '33', '62', '234'];

/**
 * A made-up account for an unknown address: the same one at every request, another one for each address, and not to be
 * computed without the key. What was typed is itself; the rest exists only to be masked, and nothing is ever sent to it.
 */
export function makeDecoyAccount(typed: TypedAddress): DecoyAccount {
  const bytes = createHmac('sha256', getKey('decoy').bytes)
    .update(`${typed.kind}\n${typed.address}`)
    .digest();
  /** A number from 0 to below 1. Each use reads its own bytes. */
  const draw = (index: number) => bytes.readUInt32BE(index * 4) / 2 ** 32;
  const pick = <Item>(items: ArrayLike<Item>, index: number) =>
    items[Math.floor(draw(index) * items.length)]!;
  if (typed.kind === 'email') {
    const ending = String(Math.floor(draw(1) * 1000)).padStart(3, '0');
    const abroad = draw(3) < shareFromAbroad;
    const phone = `+${(abroad ? null : regionCallingCode()) ?? pick(callingCodes, 2)}5550100${ending}`;
    const has = draw(0) < shareWithPhone;
    return {
      email: typed.address,
      phone: has ? phone : null,
      preferredChannel: has ? preference(draw(4)) : null,
    };
  }
  const [provider, ending] = pick(domains, 2).split('.');
  const email = `${pick(initials, 1)}@${provider}.${ending}`;
  const has = draw(0) < shareWithEmail;
  return { email: has ? email : null, phone: typed.address, preferredChannel: preference(draw(4)) };
}

/** Somebody whose text messages come first would otherwise show that there is an account. */
function preference(draw: number): DecoyAccount['preferredChannel'] {
  let below = 0;
  for (const channel of ['sms', 'whatsapp', 'voice'] as const) {
    below += sharesPreferring[channel];
    if (draw < below) return channel;
  }
  return null;
}

function regionCallingCode(): string | null {
  const region = getSettings().defaultPhoneRegion;
  return region !== null && isSupportedCountry(region) ? getCountryCallingCode(region) : null;
}
