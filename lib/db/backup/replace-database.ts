import { Client } from 'pg';
import { DATABASE_NAME } from '../postgres-state';
import { BackupError } from './backup-file';

const draftName = `${DATABASE_NAME}_restored`;

function withName(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}

async function asAdmin<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: withName(url, 'postgres'), connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Whether somebody has been here: customers, or anything in the audit log. */
export async function hasContent(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ made: string | null }>(
      `SELECT to_regclass('"AuditEvent"') AS "made"`,
    );
    if (rows[0]?.made === null) return false;
    const { rows: found } = await client.query<{ any: boolean }>(
      'SELECT EXISTS (SELECT 1 FROM "User") OR EXISTS (SELECT 1 FROM "AuditEvent") AS "any"',
    );
    return found[0]?.any ?? false;
  } finally {
    await client.end();
  }
}

/** @throws BackupError while anybody is connected: the app, Prisma Studio */
export async function requireNobody(url: string): Promise<void> {
  const connections = await asAdmin(url, async (client) => {
    const { rows } = await client.query<{ count: number }>(
      'SELECT count(*)::int AS "count" FROM pg_stat_activity WHERE datname = $1',
      [DATABASE_NAME],
    );
    return rows[0]?.count ?? 0;
  });
  if (connections > 0) {
    throw new BackupError(
      'The database is in use. Stop the server (and Prisma Studio) first: a restore replaces what they work on.',
    );
  }
}

/**
 * Makes an empty database beside the app's, lets `fill` fill it, and puts it in the place of the app's in one transaction.
 * Until then nothing has changed; what was there stays as the database whose name is returned.
 */
export async function replaceDatabase(
  url: string,
  fill: (url: string) => Promise<void>,
  at: Date,
): Promise<string> {
  const aside = `${DATABASE_NAME}_before_${at.toISOString().slice(0, 19).replace(/\D/g, '')}`;
  await asAdmin(url, async (client) => {
    // Left over from a restore that was killed.
    await client.query(`DROP DATABASE IF EXISTS ${draftName} WITH (FORCE)`);
    await client.query(`CREATE DATABASE ${draftName} TEMPLATE template0`);
  });
  try {
    await fill(withName(url, draftName));
    await requireNobody(url);
    await asAdmin(url, async (client) => {
      await client.query('BEGIN');
      await client.query(`ALTER DATABASE ${DATABASE_NAME} RENAME TO ${aside}`);
      await client.query(`ALTER DATABASE ${draftName} RENAME TO ${DATABASE_NAME}`);
      await client.query('COMMIT');
    });
  } catch (error) {
    await asAdmin(url, (client) => client.query(`DROP DATABASE IF EXISTS ${draftName} WITH (FORCE)`));
    throw error;
  }
  return aside;
}
