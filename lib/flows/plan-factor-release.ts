import { addFactorRelease } from '@/lib/accounts/factor-releases';
import { findAccountById } from '@/lib/accounts/find-account';
import { recordEvent } from '@/lib/audit/record-event';
import type { Database } from '@/lib/db/client';
import { wakeOutbox } from '@/lib/delivery/outbox';
import { fail, ok, type Result } from '@/lib/result';
import type { Deps, Visitor } from './deps';
import { tellOwner } from './tell-owner';

/** Long enough for an owner who sleeps or travels to see one of the notices. */
export const releaseWaitHours = 24;

/**
 * Staff's answer to somebody who says that every second factor is lost. Nothing changes for a day; every proved address
 * is told at once, and each notice has a link that stops it. So does a sign-in with one of the factors.
 */
export async function planFactorRelease(
  { db }: Deps,
  input: { userId: string; actor: string; visitor: Visitor },
): Promise<Result<{ dueAt: Date }, 'not_found' | 'no_address' | 'release_planned_already'>> {
  const account = await findAccountById(db, input.userId);
  if (account?.status !== 'active') return fail('not_found');
  // Without anybody to warn, the wait would protect nobody.
  if (!account.emailVerifiedAt && !account.phoneVerifiedAt) return fail('no_address');
  const planned = await db.$transaction(async (tx) => {
    const inner = tx as Database;
    const { userId, actor: plannedBy } = input;
    const release = await addFactorRelease(inner, { userId, plannedBy, waitHours: releaseWaitHours });
    if (!release) return null;
    const visitor = { ...input.visitor, userAgent: null };
    await tellOwner(inner, account, 'release_planned', visitor, { stopRelease: { id: release.id } });
    await recordEvent(inner, {
      type: 'release_planned',
      userId: account.id,
      actor: input.actor,
      requestId: visitor.requestId,
      data: { dueAt: release.dueAt.toISOString() },
    });
    return release;
  });
  if (!planned) return fail('release_planned_already');
  wakeOutbox();
  return ok({ dueAt: planned.dueAt });
}
