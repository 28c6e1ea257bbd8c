import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { inject } from 'vitest';
import { withDatabaseName } from './test-cluster';

async function asAdmin(statement: string): Promise<void> {
  const admin = new Client({ connectionString: inject('testCluster').adminUrl });
  await admin.connect();
  try {
    await admin.query(statement);
  } finally {
    await admin.end();
  }
}

/** An empty database of its own at the url, without a client: for tests of migrations. */
export async function createBlankDatabase(
  template = 'template1',
): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `test_${process.pid}_${randomBytes(4).toString('hex')}`;
  await asAdmin(`CREATE DATABASE "${name}" TEMPLATE "${template}"`);
  return {
    url: withDatabaseName(inject('testCluster').adminUrl, name),
    // A test that failed may have left connections open.
    drop: () => asAdmin(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`),
  };
}
