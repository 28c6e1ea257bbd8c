import { notFound, redirect } from 'next/navigation';
import type { LiveSession } from '@/lib/accounts/sessions';
import { hasPassedSecondFactor } from '@/lib/flows/console/has-passed-second-factor';
import { hasRight, type StaffRight, staffPolicy } from '@/lib/flows/console/staff-rights';
import { getDeps } from './deps';
import { getSession } from './session';

export interface Staff {
  session: LiveSession;
  id: string;
  role: 'support' | 'admin';
  /** For the audit log. */
  actor: string;
  can(right: StaffRight): boolean;
}

/**
 * The one check of the console, called by each of its pages, actions and routes. Strangers sign in first; customers, and
 * staff without the right, are told that there is nothing here; without a second factor one has to be set up, and
 * dangerous things want a check that is fresh. `returnTo` is where to come back to after that.
 */
export async function requireStaff(right: StaffRight, returnTo = '/admin'): Promise<Staff> {
  const session = await getSession();
  if (!session) redirect('/login');
  const { role, id } = session.user;
  if (role === 'customer' || !hasRight(role, right)) notFound();
  const passed = await hasPassedSecondFactor(getDeps(), session);
  if (passed === 'none') redirect('/account/security?for=console');
  if (passed === 'not_passed' || (staffPolicy[right].fresh && !session.isFresh)) {
    redirect(`/account/confirm?next=${encodeURIComponent(returnTo)}`);
  }
  return { session, id, role, actor: `${role}:${id}`, can: (other) => hasRight(role, other) };
}
