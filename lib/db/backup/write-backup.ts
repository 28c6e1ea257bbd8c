import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { Client } from 'pg';
import { to } from 'pg-copy-streams';
import {
  type BackupEnd,
  BackupError,
  type BackupHeader,
  type BackupTable,
  backupFormat,
  countRows,
  endOfRows,
} from './backup-file';

/**
 * Writes all rows of the database as they were at one moment, while the app goes on. The file appears when it is whole, for
 * its owner alone, and never over another one.
 * @throws BackupError
 */
export async function writeBackup(
  url: string,
  file: string,
  { secretId, secret }: { secretId: string; secret: string | null },
): Promise<BackupEnd> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  const draft = `${file}.part`;
  let end: BackupEnd | undefined;
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const { rows: kept } = await client.query(`SELECT to_regclass('_prisma_migrations') AS "table"`);
    if (kept[0].table === null)
      throw new BackupError('There is nothing to back up: the app has never run here.');
    const parts = writeParts(client, { secretId, secret }, (written) => {
      end = written;
    });
    await pipeline(
      Readable.from(parts),
      createGzip({ level: 6 }),
      createWriteStream(draft, { flags: 'wx', mode: 0o600, flush: true }),
    ).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') throw new BackupError(`${draft} exists: another backup is being written.`);
      throw error;
    });
    await rename(draft, file);
    return end!;
  } catch (error) {
    if (!(error instanceof BackupError)) await rm(draft, { force: true });
    throw error;
  } finally {
    await client.end();
  }
}

async function* writeParts(
  client: Client,
  { secretId, secret }: { secretId: string; secret: string | null },
  finish: (end: BackupEnd) => void,
): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  const say = (what: object | Buffer) => {
    const bytes = Buffer.isBuffer(what) ? what : Buffer.from(`${JSON.stringify(what)}\n`);
    hash.update(bytes);
    return bytes;
  };
  const { rows: migrations } = await client.query<{ name: string; checksum: string }>(`
    SELECT migration_name AS name, checksum FROM _prisma_migrations
     WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY started_at, migration_name`);
  const header: BackupHeader = {
    ...{ latchkeyBackup: backupFormat, createdAt: new Date().toISOString(), migrations, secretId },
    ...(secret === null ? {} : { secret }),
  };
  yield say(header);
  const rows: Record<string, number> = {};
  for (const table of await findTables(client)) {
    yield say(table);
    const columns = table.columns.map((column) => client.escapeIdentifier(column)).join(', ');
    const stream = client.query(
      to(`COPY (SELECT ${columns} FROM ${client.escapeIdentifier(table.table)}) TO STDOUT`),
    );
    let count = 0;
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      count += countRows(chunk);
      yield say(chunk);
    }
    rows[table.table] = count;
    yield say(endOfRows);
  }
  const end: BackupEnd = { rows, sequences: await findSequences(client), sha256: hash.digest('hex') };
  finish(end);
  yield Buffer.from(`${JSON.stringify({ end })}\n`);
}

/** Tables with their columns, those that the database computes left out. The migrations have made them all. */
async function findTables(client: Client): Promise<BackupTable[]> {
  const { rows } = await client.query<BackupTable>(`
    SELECT c.relname AS "table", array_agg(a.attname::text ORDER BY a.attnum) AS "columns"
      FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
       AND c.relname <> '_prisma_migrations' AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
     GROUP BY 1 ORDER BY 1`);
  return rows;
}

async function findSequences(client: Client): Promise<Record<string, string>> {
  const { rows } = await client.query<{ name: string; value: string }>(`
    SELECT sequencename AS "name", last_value::text AS "value" FROM pg_sequences
     WHERE schemaname = 'public' AND last_value IS NOT NULL ORDER BY 1`);
  return Object.fromEntries(rows.map(({ name, value }) => [name, value]));
}
