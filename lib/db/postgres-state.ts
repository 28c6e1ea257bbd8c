import { chown, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { ProcessIdentity } from './process-identity';

/** What `postgres.json` holds: enough for another command to attach, and who is attached. */
export interface PostgresState {
  port: number;
  password: string;
  url: string;
  pid: number | null;
  dataDir: string;
  /** The last of them to leave stops the server; those that were killed do not count. */
  holders: ProcessIdentity[];
}

export const DATABASE_NAME = 'latchkey';
export const DATABASE_USER = 'latchkey';

export function buildUrl(port: number, password: string, database = DATABASE_NAME): string {
  return `postgresql://${DATABASE_USER}:${password}@127.0.0.1:${port}/${database}`;
}

export async function readPostgresState(file: string): Promise<PostgresState | null> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as PostgresState;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new Error(
      `${file} cannot be read (${(error as Error).message}); it belongs to the embedded PostgreSQL.`,
    );
  }
}

export async function writePostgresState(file: string, state: PostgresState): Promise<void> {
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
  if (process.getuid?.() === 0) {
    // An ordinary user's folder stays that user's, also after a start by root.
    const { uid, gid } = await stat(dirname(file));
    await chown(draft, uid, gid);
  }
  await rename(draft, file);
}
