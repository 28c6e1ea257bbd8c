import { type Channel, isChannelOffered } from '@/lib/delivery/channel';
import { makeDecoyAccount, type TypedAddress } from './decoy-account';
import type { Account } from './find-account';
import { maskAddress } from './mask-address';

/** A way to send a code to somebody, as the page "choose a method" shows it. */
export interface AccountChannel {
  channel: Channel;
  masked: string;
  /** Where it goes; null when nothing must be sent (unknown or disabled account). Never shown. */
  address: string | null;
}

/** E-mail first: it costs nothing and reaches most people. Voice only for those who prefer it. */
const order: readonly Channel[] = ['email', 'sms', 'whatsapp', 'voice'];

/**
 * The channels of the account that was found, or of a decoy. An unknown account looks like a known one. A disabled one
 * looks as it did when it was active, so that watching it does not tell that it was disabled; it gets nothing either.
 */
export function listAccountChannels(
  account: Account | null,
  typed: TypedAddress,
  isOffered: (channel: Channel) => boolean = isChannelOffered,
): AccountChannel[] {
  const { email, phone, preferredChannel: preferred } = account ?? makeDecoyAccount(typed);
  const sendable = account?.status === 'active';
  return order
    .filter((channel) => isOffered(channel) && (channel !== 'voice' || preferred === 'voice'))
    .sort((a, b) => Number(b === preferred) - Number(a === preferred))
    .flatMap((channel) => {
      const address = channel === 'email' ? email : phone;
      return address === null
        ? []
        : [{ channel, masked: maskAddress(channel, address), address: sendable ? address : null }];
    });
}
