import type { Database } from '@/lib/db/client';
import { findPendingMigrations } from '@/lib/db/migrate';
import { requireDatabase } from '@/lib/db/require-database';
import { isOutOfSupport } from '@/lib/db/server-version';
import { type Finding, failed, fine, warning } from './finding';

const tolerableSkewMs = 2_000;
const harmfulSkewMs = 30_000;

/** The database answers, is new enough, has every migration, and its clock goes as ours. */
export async function checkDatabase(
  db: Database,
  url: string,
  migrationsDir: string,
  { embedded }: { embedded: boolean },
): Promise<Finding[]> {
  try {
    if (!embedded) await requireDatabase(url);
    return [
      await checkVersion(db, embedded),
      await checkMigrations(url, migrationsDir),
      await checkClock(db),
    ];
  } catch (error) {
    const { message } = error as Error;
    const [seen = message, remedy = 'Correct DATABASE_URL, or remove it to use the embedded PostgreSQL'] =
      message.split(/;\s+/);
    return [
      failed(
        'database',
        `${seen.replace(/\.$/, '')}.`,
        `${remedy.charAt(0).toUpperCase()}${remedy.slice(1).replace(/\.$/, '')}.`,
      ),
    ];
  }
}

async function checkVersion(db: Database, embedded: boolean): Promise<Finding> {
  const rows = await db.$queryRaw<
    { version: string }[]
  >`SELECT current_setting('server_version') AS "version"`;
  const { version } = rows[0]!;
  const what = `PostgreSQL ${version}${embedded ? ' (embedded)' : ''} answers`;
  if (!isOutOfSupport(version)) return fine('database', `${what}.`);
  return warning(
    'database',
    `${what}, and is no longer mended by the PostgreSQL project.`,
    'Plan its upgrade: docs/databases.md has the versions that were tried.',
  );
}

async function checkMigrations(url: string, migrationsDir: string): Promise<Finding> {
  try {
    const pending = await findPendingMigrations(url, migrationsDir);
    if (pending.length === 0) return fine('migrations', 'Every migration is applied.');
    return failed(
      'migrations',
      `${pending.length} migrations are not applied yet, the first is ${pending[0]}.`,
      '`npm start` applies them.',
    );
  } catch (error) {
    const [seen = '', remedy = ''] = (error as Error).message.split(/:\s+(?=repair|start|restore)/);
    return failed('migrations', `${seen}.`, remedy);
  }
}

/** The database's clock decides on lives and limits; this machine's signs requests to vendors. */
async function checkClock(db: Database): Promise<Finding> {
  const before = Date.now();
  const rows = await db.$queryRaw<{ now: Date }[]>`SELECT clock_timestamp() AS "now"`;
  return judgeClock(rows[0]!.now.getTime() - (before + Date.now()) / 2);
}

export function judgeClock(skewMs: number): Finding {
  const seconds = Math.abs(skewMs / 1000).toFixed(1);
  if (Math.abs(skewMs) <= tolerableSkewMs)
    return fine('clock', 'This machine and the database agree on the time.');
  const text = `The database's clock is ${seconds} s ${skewMs > 0 ? 'ahead of' : 'behind'} this machine's.`;
  const remedy = 'Set both by NTP (`timedatectl set-ntp true`).';
  return Math.abs(skewMs) > harmfulSkewMs ? failed('clock', text, remedy) : warning('clock', text, remedy);
}
