import { type Factor, findFactors } from '@/lib/accounts/factors';
import type { Deps } from './deps';

/** The passkeys of an account, the oldest first. */
export async function listPasskeys({ db }: Deps, userId: string): Promise<Factor[]> {
  return (await findFactors(db, userId)).filter(({ kind }) => kind === 'passkey');
}
