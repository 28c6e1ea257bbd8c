import type { Database } from '@/lib/db/client';
import type { Visitor } from '@/lib/flows/deps';
import { passwordChangeUses } from '@/lib/flows/password-change-uses';
import { takeLimits } from '@/lib/limits/take-limits';

export function limitPasswordChanges(db: Database, visitor: Visitor) {
  return takeLimits(db, passwordChangeUses(visitor));
}
