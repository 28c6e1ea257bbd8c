import type { Database } from '@/lib/db/client';
import type { Visitor } from '@/lib/flows/deps';
import { clientSubject } from '@/lib/limits/client-subject';
import { takeLimits } from '@/lib/limits/take-limits';

/** Hashing a password costs a core for a moment. Applications with a key answer for their own customers. */
export function limitPasswordChanges(db: Database, { api, clientAddress }: Visitor) {
  const subject = clientSubject(clientAddress);
  return takeLimits(db, api?.keyId ? [] : [{ limit: 'password_changes_per_client', subject }]);
}
