import { getDatabase } from '@/lib/db/client';
import type { Deps } from '@/lib/flows/deps';

/** What the use cases work with in this process. */
export function getDeps(): Deps {
  return { db: getDatabase() };
}
