import { countBackupCodes } from '@/lib/accounts/backup-codes';
import { findFactors } from '@/lib/accounts/factors';
import type { Account } from '@/lib/accounts/find-account';
import { maskAddress } from '@/lib/accounts/mask-address';
import { type Channel, isChannelOffered } from '@/lib/delivery/channel';
import type { Deps } from './deps';
import { isChannelWay, provedAddress, type WayOption } from './second-factor-ways';

/**
 * How somebody who is signed in shows that it is still them. With second factors: one of those, since a borrowed browser
 * may know the password. Without: the password, or a code to a proved address.
 */
export async function findCheckWays({ db }: Deps, account: Account): Promise<WayOption[]> {
  const byCode = (channel: Channel): WayOption[] => {
    const address = provedAddress(account, channel);
    return address && isChannelOffered(channel)
      ? [{ way: channel, masked: maskAddress(channel, address) }]
      : [];
  };
  const factors = await findFactors(db, account.id);
  if (factors.length === 0) {
    const password: WayOption[] = account.passwordHash ? [{ way: 'password', masked: null }] : [];
    return [...password, ...byCode('email'), ...byCode('sms')];
  }
  const kinds = [...new Set(factors.map(({ kind }) => kind))];
  const ways = kinds.flatMap((kind): WayOption[] =>
    isChannelWay(kind) ? byCode(kind) : [{ way: kind, masked: null }],
  );
  return (await countBackupCodes(db, account.id)) > 0 ? [...ways, { way: 'backup', masked: null }] : ways;
}
