import { once } from 'node:events';
import { Client } from 'pg';
import { type CopyStreamQuery, from } from 'pg-copy-streams';
import { migrate, readMigrations } from '../migrate';
import { BackupError, type BackupFacts, readBackup } from './backup-file';

/**
 * Fills an empty database with a backup: its own migrations, its rows, then the migrations that have come since. All rows
 * or none; the counts are those of the backup, or it throws.
 * @returns the migrations that have come since
 * @throws BackupError
 */
export async function loadBackup(
  url: string,
  file: string,
  { header, end }: BackupFacts,
  migrationsDir: string,
): Promise<string[]> {
  await requireKnown(header.migrations, migrationsDir);
  await migrate(url, migrationsDir, new Set(header.migrations.map(({ name }) => name)));
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('BEGIN');
    // The rows fit together as they are: triggers and keys have looked at each of them when it was written.
    await client.query("SET LOCAL session_replication_role = 'replica'");
    await clearTables(client, Object.keys(end.rows));
    const loaded = await copyRows(client, file);
    for (const [table, rows] of Object.entries(end.rows)) {
      if (loaded[table] !== rows)
        throw new BackupError(`${table} has ${loaded[table] ?? 0} rows instead of ${rows}.`);
    }
    for (const [name, value] of Object.entries(end.sequences)) {
      await client.query('SELECT setval($1::regclass, $2::bigint)', [client.escapeIdentifier(name), value]);
    }
    await client.query('COMMIT');
    await client.query('ANALYZE');
  } finally {
    await client.end();
  }
  return migrate(url, migrationsDir);
}

async function requireKnown(
  migrations: readonly { name: string; checksum: string }[],
  migrationsDir: string,
): Promise<void> {
  const known = new Map((await readMigrations(migrationsDir)).map(({ name, checksum }) => [name, checksum]));
  const unknown = migrations.find(({ name, checksum }) => known.get(name) !== checksum);
  if (unknown) {
    throw new BackupError(
      `The backup has the migration ${unknown.name}, which this version of Latchkey does not have like this: restore it with the version that made it, or a newer one.`,
    );
  }
}

/** Migrations put rows into some tables; those of the backup take their place. */
async function clearTables(client: Client, tables: readonly string[]): Promise<void> {
  const { rows } = await client.query<{ table: string }>(
    `SELECT c.relname AS "table" FROM pg_class c
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition`,
  );
  const missing = tables.find((table) => !rows.some((row) => row.table === table));
  if (missing) throw new BackupError(`The backup has a table ${missing}, which no migration makes.`);
  const names = tables.map((table) => client.escapeIdentifier(table));
  if (names.length > 0) await client.query(`TRUNCATE ${names.join(', ')}`);
}

async function copyRows(client: Client, file: string): Promise<Record<string, number>> {
  const loaded: Record<string, number> = {};
  let current: { table: string; stream: CopyStreamQuery; failed: Promise<never> } | null = null;
  const finish = async () => {
    if (!current) return;
    const { table, stream, failed } = current;
    stream.end();
    await Promise.race([once(stream, 'finish'), failed]);
    loaded[table] = stream.rowCount;
    current = null;
  };
  for await (const part of readBackup(file)) {
    if (part.kind === 'table') {
      await finish();
      const { table, columns } = part.table;
      const names = columns.map((column) => client.escapeIdentifier(column)).join(', ');
      const stream = client.query(from(`COPY ${client.escapeIdentifier(table)} (${names}) FROM STDIN`));
      const failed = new Promise<never>((_, reject) => {
        stream.once('error', (error: Error) => reject(new BackupError(`${table}: ${error.message}`)));
      });
      failed.catch(() => {});
      current = { table, stream, failed };
    } else if (part.kind === 'rows' && current) {
      const { stream, failed }: { stream: CopyStreamQuery; failed: Promise<never> } = current;
      if (!stream.write(part.rows)) await Promise.race([once(stream, 'drain'), failed]);
    } else if (part.kind === 'end') await finish();
  }
  return loaded;
}
