import { findFactors } from '@/lib/accounts/factors';
import { getSettings } from '@/lib/config/settings';
import type { Database } from '@/lib/db/client';

type Role = 'customer' | 'support' | 'admin';

export function needsSecondFactor(role: Role, roles = getSettings().secondFactorRoles): boolean {
  return roles.includes(role);
}

/** Whether the operator wants a second factor of this role and the account has none but, at most, codes by mail. */
export async function lacksSecondFactor(
  db: Database,
  user: { id: string; role: Role },
  roles = getSettings().secondFactorRoles,
): Promise<boolean> {
  if (!needsSecondFactor(user.role, roles)) return false;
  return !(await findFactors(db, user.id)).some(({ kind }) => kind !== 'email');
}
