import { redirect } from 'next/navigation';
import { type Account, findAccountById } from '@/lib/accounts/find-account';
import type { LiveSession } from '@/lib/accounts/sessions';
import { getDatabase } from '@/lib/db/client';
import { requireSession } from './session';

/** Who is signed in, with a check that is at most five minutes old; others are sent to give one, and come back. */
export async function requireFreshSession(returnTo: string): Promise<LiveSession> {
  const isSecurity = returnTo.startsWith('/account/security');
  const session = await requireSession(isSecurity ? 'while_setting_up' : 'protected');
  if (!session.isFresh) redirect(`/account/confirm?next=${encodeURIComponent(returnTo)}`);
  return session;
}

/** The account of a session, as it is at this moment. */
export async function requireAccount(session: LiveSession): Promise<Account> {
  const account = await findAccountById(getDatabase(), session.user.id);
  if (!account) redirect('/login');
  return account;
}
