import { type FactorKind, findFactors } from '@/lib/accounts/factors';
import type { Deps } from './deps';

/** What an account has turned on as a second factor, the strongest first. */
export async function findFactorKinds({ db }: Deps, userId: string): Promise<FactorKind[]> {
  return (await findFactors(db, userId)).map(({ kind }) => kind);
}
