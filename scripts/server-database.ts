import { join } from 'node:path';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@/lib/db/embedded-postgres';
import { findPendingMigrations, migrate } from '@/lib/db/migrate';
import { requireDatabase } from '@/lib/db/require-database';
import { projectDir, SetupError, step } from './prepare.mjs';

const WATCH_MS = 1_000;
const migrationsDir = join(projectDir, 'prisma/migrations');

/** The database of a running server. */
export interface ServerDatabase {
  url: string;
  /** Something has to be applied that may take long, while other instances serve from the same database. */
  isBehind(): Promise<boolean>;
  /** Applies what is not applied yet. @throws SetupError */
  migrate(): Promise<void>;
  /** The embedded server can be killed like any process; from now on it comes back at the same address. */
  watch(): void;
  stop(): Promise<void>;
}

/** The one at this address, asked once, or the embedded one, started. @throws SetupError */
export async function openServerDatabase(
  configured: string | null,
  stateDir: string,
): Promise<ServerDatabase> {
  if (configured !== null) {
    await expectSentence(requireDatabase(configured));
    return {
      url: configured,
      isBehind: async () =>
        (await expectSentence(findPendingMigrations(configured, migrationsDir))).length > 0,
      migrate: () => applyMigrations(configured),
      watch() {},
      async stop() {},
    };
  }
  let stopping = false;
  let postgres: EmbeddedPostgres = await expectSentence(
    step('Starting PostgreSQL', () => startEmbeddedPostgres({ projectDir, stateDir, log: console.log })),
  );
  const { url } = postgres;

  function watch(): void {
    const timer = setInterval(async () => {
      if (stopping || postgres.isAlive()) return;
      clearInterval(timer);
      console.error('PostgreSQL ended unexpectedly; starting it again.');
      postgres = await startEmbeddedPostgres({ projectDir, stateDir }).catch((error: Error) => {
        console.error(error.message);
        return postgres;
      });
      watch();
    }, WATCH_MS);
  }

  async function stop(): Promise<void> {
    stopping = true;
    await postgres.stop();
  }

  return { url, isBehind: async () => false, migrate: () => applyMigrations(url), watch, stop };
}

async function applyMigrations(url: string): Promise<void> {
  const applied = await expectSentence(migrate(url, migrationsDir));
  if (applied.length > 0) console.log(`✓ Migrations applied: ${applied.join(', ')}`);
}

async function expectSentence<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw new SetupError((error as Error).message);
  }
}
