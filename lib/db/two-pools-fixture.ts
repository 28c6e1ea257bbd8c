import { afterAll, beforeAll } from 'vitest';
import type { Database } from './client';
import { createTestDatabase, type TestDatabase } from './test-database';

/** For a test file: a database of its own with two pools, as of two processes, for as long as its tests run. */
export function prepareTwoPools(): { readonly db: Database; readonly other: Database } {
  let base: TestDatabase;
  let other: Database;
  beforeAll(async () => {
    base = await createTestDatabase();
    other = base.openOther();
  });
  afterAll(() => base.close());
  return {
    get db() {
      return base.db;
    },
    get other() {
      return other;
    },
  };
}
