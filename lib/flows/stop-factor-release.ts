import { stopFactorReleases } from '@/lib/accounts/factor-releases';
import { findAccountById } from '@/lib/accounts/find-account';
import { recordEvent } from '@/lib/audit/record-event';
import { readLink } from '@/lib/config/link-token';
import type { Database } from '@/lib/db/client';
import { wakeOutbox } from '@/lib/delivery/outbox';
import { clientSubject } from '@/lib/limits/client-subject';
import { fail, ok, type Result } from '@/lib/result';
import type { Deps, Visitor } from './deps';
import { tellOwner } from './tell-owner';

/** The owner stops the release of the factors: by the link of a notice, or signed in. Every address is told again. */
export async function stopFactorRelease(
  { db }: Deps,
  input: { by: { token: string } | { userId: string }; visitor: Visitor },
): Promise<Result<{ userId: string }, 'link_used'>> {
  const { by, visitor } = input;
  const which = 'userId' in by ? by : { id: readLink('stop_release', by.token) ?? '' };
  if ('id' in which && which.id === '') return fail('link_used');
  const stopped = await db.$transaction(async (tx) => {
    const inner = tx as Database;
    const userId = await stopFactorReleases(inner, which);
    const account = userId && (await findAccountById(inner, userId));
    if (!account) return null;
    await tellOwner(inner, account, 'release_stopped', visitor);
    await recordEvent(inner, {
      type: 'release_stopped',
      userId: account.id,
      requestId: visitor.requestId,
      client: clientSubject(visitor.clientAddress),
    });
    return account.id;
  });
  if (!stopped) return fail('link_used');
  wakeOutbox();
  return ok({ userId: stopped });
}
