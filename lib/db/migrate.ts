import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';

/** The number that Prisma's own engine locks, so that the two never migrate one database at the same time. */
const ADVISORY_LOCK = 72707369;

/** Column for column the table that Prisma's engine makes, so that a later `prisma migrate deploy` goes on from here. */
const BOOK_KEEPING = `
CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id                      VARCHAR(36) PRIMARY KEY NOT NULL,
    checksum                VARCHAR(64) NOT NULL,
    finished_at             TIMESTAMPTZ,
    migration_name          VARCHAR(255) NOT NULL,
    logs                    TEXT,
    rolled_back_at          TIMESTAMPTZ,
    started_at              TIMESTAMPTZ NOT NULL DEFAULT now(),
    applied_steps_count     INTEGER NOT NULL DEFAULT 0
)`;

interface Migration {
  name: string;
  sql: string;
  checksum: string;
}

interface AppliedMigration {
  migration_name: string;
  checksum: string;
  finished_at: Date | null;
}

export async function readMigrations(migrationsDir: string): Promise<Migration[]> {
  const entries = await readdir(migrationsDir, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => {
      const sql = await readFile(join(migrationsDir, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

/**
 * Applies what is not applied yet and returns the names. Any number of servers may start at once: one does the work.
 * `only`: these and no others, for a database that becomes a backup of an older version.
 */
export async function migrate(
  databaseUrl: string,
  migrationsDir: string,
  only?: ReadonlySet<string>,
): Promise<string[]> {
  const migrations = (await readMigrations(migrationsDir)).filter(({ name }) => only?.has(name) ?? true);
  return withClient(databaseUrl, async (guard) => {
    // Held by a transaction that does nothing else: a pooler may give every other transaction another session, and a lock of
    // a session would stay there. No server may find it idle.
    await guard.query(`BEGIN; SET LOCAL idle_in_transaction_session_timeout = 0`);
    await guard.query('SELECT pg_advisory_xact_lock($1)', [ADVISORY_LOCK]);
    const pending = await findPending(guard, migrations);
    if (pending.length > 0) await withClient(databaseUrl, (client) => applyAll(client, pending));
    return pending.map(({ name }) => name);
  });
}

/**
 * The names of what `migrate` would apply, with what another server is applying at this moment. Changes nothing.
 * @throws as `migrate` where the histories do not fit
 */
export async function findPendingMigrations(databaseUrl: string, migrationsDir: string): Promise<string[]> {
  const migrations = await readMigrations(migrationsDir);
  const pending = await withClient(databaseUrl, async (client) => {
    await client.query('BEGIN');
    // Shared: those who only ask do not keep each other from it, and nobody begins to migrate while one of them reads.
    const { rows } = await client.query<{ quiet: boolean }>(
      'SELECT pg_try_advisory_xact_lock_shared($1) AS "quiet"',
      [ADVISORY_LOCK],
    );
    return findPending(client, migrations, rows[0]!.quiet ? 'failed' : 'under way');
  });
  return pending.map(({ name }) => name);
}

/** What it holds ends with it. */
async function withClient<Done>(url: string, work: (client: Client) => Promise<Done>): Promise<Done> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  // One that breaks while it waits would end the process; its next statement tells.
  client.on('error', () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** `unfinished`: what a migration is that has begun and has no end. It is under way only while somebody holds the lock. */
async function findPending(
  client: Client,
  migrations: Migration[],
  unfinished: 'failed' | 'under way' = 'failed',
): Promise<Migration[]> {
  const { rows: kept } = await client.query(`SELECT to_regclass('_prisma_migrations') AS "table"`);
  if (kept[0].table === null) return migrations;
  const { rows } = await client.query<AppliedMigration>(
    'SELECT migration_name, checksum, finished_at FROM _prisma_migrations WHERE rolled_back_at IS NULL',
  );
  return selectPending(
    migrations,
    unfinished === 'under way' ? rows.filter((row) => row.finished_at !== null) : rows,
  );
}

/** In the name of a migration that takes away what the version before still uses: `0042_contract_old_columns`. */
const contracting = /^\d+_contract_/;

function selectPending(migrations: Migration[], applied: AppliedMigration[]): Migration[] {
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  const newest = migrations.at(-1)?.name ?? '';
  for (const row of applied) {
    // Of a newer version, which runs beside this one during an upgrade: it only adds, so this one can go on, and start.
    if (row.migration_name > newest && !contracting.test(row.migration_name)) continue;
    if (row.finished_at === null) {
      throw new Error(
        `Migration ${row.migration_name} failed half-way on this database: repair it, then mark it with "npx prisma migrate resolve".`,
      );
    }
    const migration = known.get(row.migration_name);
    if (!migration) {
      throw new Error(
        `This database has migration ${row.migration_name}, which this version of Latchkey does not know: start the newer version.`,
      );
    }
    if (migration.checksum !== row.checksum) {
      throw new Error(
        `Migration ${row.migration_name} was edited after it had been applied: restore its file and write a new migration instead.`,
      );
    }
  }
  const done = new Set(applied.map((row) => row.migration_name));
  return migrations.filter(({ name }) => !done.has(name));
}

async function applyAll(client: Client, pending: readonly Migration[]): Promise<void> {
  await client.query(BOOK_KEEPING).catch((error: { code?: string }) => {
    if (error.code !== '42501') throw error;
    throw new Error(
      'The user of DATABASE_URL may not create tables there: make it the owner of the database, with "ALTER DATABASE name OWNER TO user".',
    );
  });
  for (const migration of pending) await apply(client, migration);
}

async function apply(client: Client, { name, sql, checksum }: Migration): Promise<void> {
  const id = randomUUID();
  // As Prisma does: noted before it runs, so that a crash in the middle leaves a trace that blocks the next start.
  await client.query('INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ($1, $2, $3)', [
    id,
    checksum,
    name,
  ]);
  try {
    // One simple query of many statements is one transaction, unless the file has its own.
    await client.query(sql);
  } catch (error) {
    const reason = (error as Error).message;
    await client.query('ROLLBACK').catch(() => {});
    await client.query('UPDATE _prisma_migrations SET logs = $2 WHERE id = $1', [id, reason]);
    throw new Error(`Migration ${name} failed: ${reason}`);
  }
  await client.query(
    'UPDATE _prisma_migrations SET finished_at = clock_timestamp(), applied_steps_count = 1 WHERE id = $1',
    [id],
  );
}
