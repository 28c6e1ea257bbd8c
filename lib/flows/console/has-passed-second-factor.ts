import { findFactors } from '@/lib/accounts/factors';
import type { LiveSession } from '@/lib/accounts/sessions';
import type { Deps } from '../deps';

export type SecondFactorState = 'passed' | 'not_passed' | 'none';

/**
 * Whether a session has shown a second factor: at sign-in, or by a later check. A code by mail does not count as one,
 * and neither does a browser that is trusted not to be asked.
 */
export async function hasPassedSecondFactor({ db }: Deps, session: LiveSession): Promise<SecondFactorState> {
  const factors = (await findFactors(db, session.user.id)).filter(({ kind }) => kind !== 'email');
  if (factors.length === 0) return 'none';
  const kinds: string[] = [...factors.map(({ kind }) => kind), 'backup', 'backup_code'];
  // A passkey that opened the session by itself has checked its holder, too.
  const atSignIn =
    session.methods[0] === 'passkey' ||
    session.methods.slice(1).some((method) => kinds.includes(method.replace(/^code_/, '')));
  const oldest = Math.min(...factors.map(({ confirmedAt }) => confirmedAt.getTime()));
  const checked = session.checkedAt.getTime();
  // Once the account has a factor, a check can only be passed with one.
  const later = checked > session.createdAt.getTime() && checked > oldest;
  return atSignIn || later ? 'passed' : 'not_passed';
}
