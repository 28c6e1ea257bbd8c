import { findAccountById } from '@/lib/accounts/find-account';
import type { ChallengeOwner } from '@/lib/codes/challenge';
import { repurposeGrant } from '@/lib/codes/repurpose-grant';
import type { Verified } from '@/lib/codes/verify-code';
import type { Deps, Visitor } from './deps';
import { type ApiSession, startApiSession } from './start-api-session';

export interface CompatSignIn {
  session: ApiSession | null;
  customer: { id: string; name: string; email: string | null; phone: string | null } | null;
  secondFactorRequired: boolean;
}

/** What a right code means for the account of its address, if it has one: a session, unless a second factor is on. */
export async function signInByCompatCode(
  deps: Deps,
  { challenge, grant }: Verified,
  { owner, visitor }: { owner: ChallengeOwner; visitor: Visitor },
): Promise<CompatSignIn> {
  const nobody = { session: null, customer: null, secondFactorRequired: false };
  if (challenge.userId === null || !(await repurposeGrant(deps.db, grant, 'login', owner))) return nobody;
  const session = await startApiSession(deps, { grant, owner, visitor });
  if (!session.ok) return { ...nobody, secondFactorRequired: session.reason === 'second_factor_needed' };
  const account = await findAccountById(deps.db, challenge.userId);
  if (!account) return nobody;
  const { id, name, email, phone } = account;
  return { session: session.value, customer: { id, name, email, phone }, secondFactorRequired: false };
}
