import { join } from 'node:path';
import { startEmbeddedPostgres } from './embedded-postgres';

/** Runs `work` on the database that the app uses: the configured one, or the embedded one, started for as long as needed. */
export async function withDatabaseUrl<T>(
  configuredUrl: string | undefined,
  projectDir: string,
  work: (url: string) => Promise<T>,
): Promise<T> {
  if (configuredUrl) return work(configuredUrl);
  const postgres = await startEmbeddedPostgres({ projectDir, stateDir: join(projectDir, '.data') });
  try {
    return await work(postgres.url);
  } finally {
    await postgres.stop();
  }
}
