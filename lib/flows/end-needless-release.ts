import { stopFactorReleases } from '@/lib/accounts/factor-releases';
import { recordEvent } from '@/lib/audit/record-event';
import type { Database } from '@/lib/db/client';
import { clientSubject } from '@/lib/limits/client-subject';
import type { Visitor } from './deps';

/** Who shows a factor has not lost every one: a planned release of them ends. */
export async function endNeedlessRelease(
  db: Database,
  { userId, visitor }: { userId: string; visitor: Visitor },
): Promise<void> {
  if (!(await stopFactorReleases(db, { userId }))) return;
  await recordEvent(db, {
    type: 'release_stopped',
    userId,
    requestId: visitor.requestId,
    client: clientSubject(visitor.clientAddress),
    data: { by: 'factor' },
  });
}
