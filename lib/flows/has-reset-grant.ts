import type { ChallengeOwner } from '@/lib/codes/challenge';
import { getGrant } from '@/lib/codes/grants';
import { grantTtlSeconds } from '@/lib/codes/purposes';
import type { Deps } from './deps';

/** So long may somebody think about a new password. */
export const resetMinutes = grantTtlSeconds / 60;

/** Whether this browser may still set a password. */
export async function hasResetGrant({ db }: Deps, grant: string, owner: ChallengeOwner): Promise<boolean> {
  return (await getGrant(db, grant, 'password_reset', owner)) !== null;
}
