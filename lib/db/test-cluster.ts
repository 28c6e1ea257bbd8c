import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { Client } from 'pg';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from './embedded-postgres';
import { migrate, readMigrations } from './migrate';
import { isRunning } from './process-identity';

declare module 'vitest' {
  interface ProvidedContext {
    /** A connection that may create databases, and the name of the migrated template. */
    testCluster: { adminUrl: string; template: string };
  }
}

const projectDir = process.cwd();
const migrationsDir = join(projectDir, 'prisma/migrations');

export function withDatabaseName(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}

/** One PostgreSQL per run (TEST_DATABASE_URL or the embedded one without fsync), with one migrated template. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const configured = project.config.env.TEST_DATABASE_URL;
  const postgres = configured
    ? null
    : await startEmbeddedPostgres({ projectDir, stateDir: join(projectDir, '.data/test'), durable: false });
  const adminUrl = configured || postgres!.url;
  const template = await prepareTemplate(adminUrl);
  project.provide('testCluster', { adminUrl, template });
  return async () => postgres?.stop();
}

/** Named after the migrations' content: an unchanged schema is migrated once, not once a run. */
async function prepareTemplate(adminUrl: string): Promise<string> {
  const checksums = (await readMigrations(migrationsDir)).map(({ checksum }) => checksum).join();
  const template = `template_${createHash('sha256').update(checksums).digest('hex').slice(0, 12)}`;
  const admin = new Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    await admin.query('SELECT pg_advisory_lock(1)');
    const { rows } = await admin.query<{ datname: string }>('SELECT datname FROM pg_database');
    const names = rows.map(({ datname }) => datname);
    for (const name of names.filter(isLeftOver)) {
      await admin.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
    }
    if (names.includes(template)) return template;
    const draft = `${template}_draft`;
    await admin.query(`DROP DATABASE IF EXISTS "${draft}" WITH (FORCE)`);
    await admin.query(`CREATE DATABASE "${draft}"`);
    await migrate(withDatabaseName(adminUrl, draft), migrationsDir);
    await admin.query(`ALTER DATABASE "${draft}" RENAME TO "${template}"`);
    return template;
  } finally {
    await admin.end();
  }
}

/** A database of a test process that was killed. */
function isLeftOver(name: string): boolean {
  const owner = /^test_(\d+)_/.exec(name)?.[1];
  return owner !== undefined && !isRunning({ pid: Number(owner), startedAt: null });
}
