import { findFactors } from '@/lib/accounts/factors';
import { type Account, findAccountById } from '@/lib/accounts/find-account';
import type { ChallengeOwner } from '@/lib/codes/challenge';
import { getGrant } from '@/lib/codes/grants';
import type { Deps } from './deps';
import { grantMethods } from './grant-methods';
import { findSecondFactorWays, type WayOption } from './second-factor-ways';

export interface SecondFactorStep {
  account: Account;
  /** How the first factor was given. */
  firstMethods: string[];
  /** May be empty: then this first factor leads nowhere, and another has to be used. */
  ways: WayOption[];
}

/** What stands between a first factor and a session; null when nothing does, or when the grant is no longer good. */
export async function getSecondFactorStep(
  { db }: Deps,
  input: { grant: string; owner: ChallengeOwner },
): Promise<SecondFactorStep | null> {
  const grant = await getGrant(db, input.grant, 'login', input.owner);
  const account = grant?.userId ? await findAccountById(db, grant.userId) : null;
  if (!grant || !account || (await findFactors(db, account.id)).length === 0) return null;
  const firstMethods = grantMethods(grant);
  return { account, firstMethods, ways: await findSecondFactorWays(db, account, firstMethods) };
}
