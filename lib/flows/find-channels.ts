import { type AccountChannel, listAccountChannels } from '@/lib/accounts/account-channels';
import { findAccountByAddress } from '@/lib/accounts/find-account';
import type { Identifier } from '@/lib/accounts/parse-identifier';
import type { Deps } from './deps';

/**
 * Where a code could be sent for what somebody typed: masked addresses of the account, or of a decoy that nobody can
 * tell from one. Nothing is sent.
 */
export async function findChannels({ db }: Deps, identifier: Identifier): Promise<AccountChannel[]> {
  return listAccountChannels(await findAccountByAddress(db, identifier.address), identifier);
}
