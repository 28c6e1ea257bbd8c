import { type Account, findAccountByAddress, findAccountById } from '@/lib/accounts/find-account';
import { parseIdentifier } from '@/lib/accounts/parse-identifier';
import type { Deps } from './deps';

/** The account that a trusted application names: by id, e-mail address or phone number. */
export async function findCustomer({ db }: Deps, named: string): Promise<Account | null> {
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(named)) return findAccountById(db, named);
  const identifier = parseIdentifier(named);
  return identifier.kind === 'invalid' ? null : findAccountByAddress(db, identifier.address);
}
