import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, openSync, readFileSync, statSync } from 'node:fs';
import { chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { PostgresHome } from './postgres-home';
import { DATABASE_USER } from './postgres-state';

/** Small enough that the whole cluster stays under 100 MB with both web processes connected. */
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '24MB',
  work_mem: '4MB',
  maintenance_work_mem: '16MB',
  jit: 'off',
  huge_pages: 'off',
  io_method: 'sync',
  max_parallel_workers_per_gather: '0',
  // As on any disk without arms. By the default a table of ten pages is read whole, and a plan made for it is kept while it
  // grows to thousands.
  random_page_cost: '1.1',
  autovacuum_worker_slots: '2',
  autovacuum_max_workers: '2',
  max_logical_replication_workers: '0',
  wal_level: 'minimal',
  max_wal_senders: '0',
  min_wal_size: '32MB',
  max_wal_size: '256MB',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_min_messages: 'warning',
  // Statements can carry addresses of customers: they stay out of the log, failed ones too.
  log_min_error_statement: 'panic',
  log_line_prefix: '%m ',
};

/** Tests throw their data away. */
const VOLATILE_SETTINGS = {
  max_connections: '300',
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
};

const environment = { LC_ALL: 'C', TZ: 'UTC', SystemRoot: 'C:\\Windows' } as unknown as NodeJS.ProcessEnv;
const executable = (name: string) => (process.platform === 'win32' ? `${name}.exe` : name);

export async function pickFreePort(preferred?: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error) => (preferred ? resolve(pickFreePort()) : reject(error)));
    server.listen(preferred ?? 0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

/** Makes a new cluster and returns the password of its only user. A half-made one never gets the final name. */
export async function initializeCluster(home: PostgresHome): Promise<string> {
  const password = randomBytes(24).toString('base64url');
  const draft = `${home.dataDir}.new`;
  const passwordFile = `${home.dataDir}.password`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(dirname(home.dataDir), { recursive: true });
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (home.user) await chown(passwordFile, home.user.uid, home.user.gid);
  const initdb = join(home.native, 'bin', executable('initdb'));
  const options = [
    `--pgdata=${draft}`,
    `--username=${DATABASE_USER}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
  ];
  try {
    // The caller's folder may be one that the other user cannot enter.
    await promisify(execFile)(initdb, options, { ...home.user, cwd: '/', env: environment });
    await rename(draft, home.dataDir);
  } catch (error) {
    const { stderr, message } = error as Error & { stderr?: string };
    const reason = stderr?.trim().split('\n').pop() || message;
    throw new Error(
      `The embedded PostgreSQL could not be set up (${reason}). Set DATABASE_URL to use a server of your own.`,
    );
  } finally {
    await rm(passwordFile, { force: true });
    await rm(draft, { recursive: true, force: true });
  }
  return password;
}

/** The pid in postmaster.pid if a PostgreSQL of exactly this data folder runs under it. */
export async function findPostmaster(dataDir: string): Promise<number | null> {
  const lines = (await readFile(join(dataDir, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 1) return null;
  return isPostmaster(pid, dataDir) ? pid : null;
}

export function isPostmaster(pid: number, dataDir: string): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  if (process.platform !== 'linux') return true;
  try {
    // A zombie has an empty command line: it is gone.
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(dataDir);
  } catch {
    return false;
  }
}

/** `over`: settings in place of ours, for a server that has replicas. */
export async function launchPostmaster(
  home: PostgresHome,
  port: number,
  logFile: string,
  durable: boolean,
  over: Readonly<Record<string, string>> = {},
): Promise<number> {
  // No PostgreSQL of this folder runs (the caller looked): a lock file left by a killed one may name a pid that
  // something else has by now, and would block the start.
  await rm(join(home.dataDir, 'postmaster.pid'), { force: true });
  const settings = { ...SETTINGS, ...(durable ? {} : VOLATILE_SETTINGS), ...over, port: String(port) };
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const log = openSync(logFile, isLarge(logFile) ? 'w' : 'a', 0o600);
  try {
    // Its own process group: Ctrl-C in the terminal must reach the web processes first, PostgreSQL last.
    const child = spawn(join(home.native, 'bin', executable('postgres')), ['-D', home.dataDir, ...options], {
      ...home.user,
      cwd: '/',
      env: environment,
      detached: true,
      windowsHide: true,
      stdio: ['ignore', log, log],
    });
    const failed = new Promise<never>((_, reject) => {
      child.once('error', (error) => reject(error));
      child.once('exit', (code) => reject(new Error(`it ended with code ${code}, see ${logFile}`)));
    });
    failed.catch(() => {});
    child.unref();
    await Promise.race([untilReady(home.dataDir), failed]);
    child.removeAllListeners();
    return child.pid!;
  } finally {
    closeSync(log);
  }
}

/** The last line of postmaster.pid tells the state; recovery after a crash may take a while. */
export async function untilReady(dataDir: string, timeoutMs = 60_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (Date.now() < deadline) {
    const content = await readFile(join(dataDir, 'postmaster.pid'), 'utf8').catch(() => '');
    if (content.split('\n')[7]?.trim() === 'ready') return;
    await wait(15);
  }
  throw new Error('it did not become ready in time');
}

/** Fast shutdown; after 8 s an immediate one, which costs a recovery at the next start and no data. */
export async function stopPostmaster(pid: number, dataDir: string): Promise<void> {
  const signals: [NodeJS.Signals, number][] = [
    ['SIGINT', 8_000],
    ['SIGQUIT', 3_000],
    ['SIGKILL', 1_000],
  ];
  for (const [signal, patienceMs] of signals) {
    if (!isPostmaster(pid, dataDir)) return;
    process.kill(pid, signal);
    const deadline = Date.now() + patienceMs;
    while (Date.now() < deadline && isPostmaster(pid, dataDir)) await wait(20);
  }
}

function isLarge(file: string): boolean {
  try {
    return statSync(file).size > 5_000_000;
  } catch {
    return false;
  }
}
