import { join } from 'node:path';
import { migrate } from '@/lib/db/migrate';
import { requireDatabase } from '@/lib/db/require-database';
import { withDatabaseUrl } from '@/lib/db/with-database-url';
import { projectDir, SetupError } from './prepare.mjs';

/** Runs `work` on the app's database, migrated; the embedded one is started where it does not run. */
export async function withAppDatabase<T>(work: (url: string) => Promise<T>): Promise<T> {
  const configured = process.env.DATABASE_URL?.trim();
  if (configured) {
    await requireDatabase(configured).catch((error: Error) => {
      throw new SetupError(error.message);
    });
  }
  return withDatabaseUrl(configured, projectDir, async (url) => {
    await migrate(url, join(projectDir, 'prisma/migrations'));
    return work(url);
  });
}
