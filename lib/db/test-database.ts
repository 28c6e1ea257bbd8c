import { inject } from 'vitest';
import { createBlankDatabase } from './blank-database';
import { createDatabase, type Database } from './client';

export interface TestDatabase {
  db: Database;
  url: string;
  /** Another pool on it, as of another process. It is closed with it. */
  openOther(): Database;
  close(): Promise<void>;
}

/** A migrated, empty database for one test file: `beforeAll` makes it, `afterAll` closes it. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const { url, drop } = await createBlankDatabase(inject('testCluster').template);
  const db = createDatabase(url);
  const pools = [db];
  return {
    db,
    url,
    openOther: () => {
      const other = createDatabase(url);
      pools.push(other);
      return other;
    },
    close: async () => {
      await Promise.all(pools.map((pool) => pool.$disconnect()));
      await drop();
    },
  };
}
