import { PrismaPg } from '@prisma/adapter-pg';
import { getSettings } from '@/lib/config/settings';
import { Prisma, PrismaClient } from './generated/client';

export type Database = PrismaClient;
export { Prisma };

/** The connections of one process. Small, because every core has a process and PostgreSQL pays for each connection. */
const poolSize = 10;

/** A client for a PostgreSQL address. The caller ends it with `$disconnect()`. */
export function createDatabase(url: string): Database {
  const adapter = new PrismaPg({
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: 5_000,
    statement_timeout: 15_000,
    application_name: 'latchkey',
  });
  return new PrismaClient({ adapter });
}

// Next evaluates modules more than once in a process (pages, handlers, instrumentation): the pool has to be one.
const store = globalThis as unknown as { latchkeyDatabase?: Database };

/** The process's own client, made at the first call. */
export function getDatabase(): Database {
  if (!store.latchkeyDatabase) {
    const url = getSettings().databaseUrl;
    if (!url) throw new Error('DATABASE_URL is not set: start the app with `npm start`.');
    store.latchkeyDatabase = createDatabase(url);
  }
  return store.latchkeyDatabase;
}
