import { inject } from 'vitest';
import { createBlankDatabase } from './blank-database';
import { createDatabase, type Database } from './client';

export interface TestDatabase {
  db: Database;
  url: string;
  close(): Promise<void>;
}

/** A migrated, empty database for one test file: `beforeAll` makes it, `afterAll` closes it. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const { url, drop } = await createBlankDatabase(inject('testCluster').template);
  const db = createDatabase(url);
  return {
    db,
    url,
    close: async () => {
      await db.$disconnect();
      await drop();
    },
  };
}
