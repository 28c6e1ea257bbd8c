import { getDatabase } from '@/lib/db/client';
import type { Visitor } from '@/lib/flows/deps';
import { clientSubject } from '@/lib/limits/client-subject';
import { takeLimits } from '@/lib/limits/take-limits';

/** Whether this client may type one more identifier: each leads to a page with masked addresses. */
export function allowLookup(visitor: Visitor) {
  return takeLimits(getDatabase(), [
    { limit: 'lookups_per_client', subject: clientSubject(visitor.clientAddress) },
  ]);
}
