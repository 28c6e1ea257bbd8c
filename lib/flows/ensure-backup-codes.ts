import { countBackupCodes, makeBackupCodes } from '@/lib/accounts/backup-codes';
import type { Database } from '@/lib/db/client';

/** Ten codes with the first factor, to be shown now and never again; null when the account has some left. */
export async function ensureBackupCodes(db: Database, userId: string): Promise<string[] | null> {
  return (await countBackupCodes(db, userId)) === 0 ? makeBackupCodes(db, userId) : null;
}
