import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Client } from 'pg';
import { withFileLock } from './file-lock';
import { type PostgresHome, preparePostgresHome } from './postgres-home';
import {
  buildUrl,
  DATABASE_NAME,
  type PostgresState,
  readPostgresState,
  writePostgresState,
} from './postgres-state';
import {
  findPostmaster,
  initializeCluster,
  isPostmaster,
  launchPostmaster,
  pickFreePort,
  stopPostmaster,
  untilReady,
} from './postmaster';
import { identifyProcess, isRunning } from './process-identity';

const LOCK_TIMEOUT_MS = 90_000;
const POSTGRES_MAJOR = '18';

export interface EmbeddedPostgresOptions {
  projectDir: string;
  /** Absolute folder for state and data, by habit `<project>/.data`. */
  stateDir: string;
  /** false: no fsync, for tests. */
  durable?: boolean;
  log?: (line: string) => void;
}

export interface EmbeddedPostgres {
  url: string;
  pid: number;
  isAlive(): boolean;
  /** Leaves; the last one to leave stops the server. */
  stop(): Promise<void>;
}

/** Starts the embedded PostgreSQL or attaches to the one that runs already, also to one orphaned by a killed process. */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { projectDir, stateDir, durable = true, log = () => {} } = options;
  const stateFile = join(stateDir, 'postgres.json');
  const lockFile = join(stateDir, 'postgres.lock');
  await mkdir(stateDir, { recursive: true, mode: 0o700 });
  const me = identifyProcess(process.pid);

  const state = await withFileLock(lockFile, LOCK_TIMEOUT_MS, async () => {
    const before = await readPostgresState(stateFile);
    const holders = (before?.holders ?? []).filter((holder) => holder.pid !== me.pid && isRunning(holder));
    const home = await preparePostgresHome(projectDir, stateDir, log);
    const current = (await attach(home, before)) ?? (await launch(home, before, stateFile, durable, log));
    const next = { ...current, holders: [...holders, me] };
    await writePostgresState(stateFile, next);
    return next;
  });

  const pid = state.pid!;
  return {
    url: state.url,
    pid,
    isAlive: () => isPostmaster(pid, state.dataDir),
    stop: () =>
      withFileLock(lockFile, LOCK_TIMEOUT_MS, async () => {
        const now = await readPostgresState(stateFile);
        if (!now) return;
        const holders = now.holders.filter((holder) => holder.pid !== me.pid && isRunning(holder));
        if (holders.length === 0 && now.pid !== null) await stopPostmaster(now.pid, now.dataDir);
        await writePostgresState(stateFile, { ...now, pid: holders.length === 0 ? null : now.pid, holders });
      }),
  };
}

async function attach(home: PostgresHome, before: PostgresState | null): Promise<PostgresState | null> {
  const pid = await findPostmaster(home.dataDir);
  if (pid === null) return null;
  if (before && before.dataDir === home.dataDir) {
    await untilReady(home.dataDir);
    if (await answers(before.url)) return { ...before, pid };
  }
  // It belongs to a state folder that was deleted, or it hangs: nobody could use it.
  await stopPostmaster(pid, home.dataDir);
  return null;
}

async function launch(
  home: PostgresHome,
  before: PostgresState | null,
  stateFile: string,
  durable: boolean,
  log: (line: string) => void,
): Promise<PostgresState> {
  let password = before?.password;
  if (existsSync(home.dataDir)) {
    if (!password) await setAside(home.dataDir, log);
    else await requireSameMajor(home.dataDir);
  }
  if (!existsSync(home.dataDir)) password = await initializeCluster(home);
  // A port that something else has taken in the meantime is given up.
  const port = await pickFreePort(before?.port);
  const url = buildUrl(port, password!);
  const state: PostgresState = {
    port,
    password: password!,
    url,
    pid: null,
    dataDir: home.dataDir,
    holders: [],
  };
  // Written before the start: should this process be killed now, the next one still knows the password.
  await writePostgresState(stateFile, state);
  const logFile = join(dirname(stateFile), 'postgres.log');
  const pid = await launchPostmaster(home, port, logFile, durable).catch((error: Error) => {
    throw new Error(
      `The embedded PostgreSQL did not start: ${error.message}. Set DATABASE_URL to use a server of your own.`,
    );
  });
  await ensureDatabase(port, password!);
  return { ...state, pid };
}

/** `.data` was deleted while the data lay elsewhere: a fresh start was meant. One old copy is kept, out of caution. */
async function setAside(dataDir: string, log: (line: string) => void): Promise<void> {
  const aside = `${dataDir}.old`;
  await rm(aside, { recursive: true, force: true });
  await rename(dataDir, aside);
  log(`The password of the former database is gone; its data was moved to ${aside} and a new one begins`);
}

async function requireSameMajor(dataDir: string): Promise<void> {
  const major = (await readFile(join(dataDir, 'PG_VERSION'), 'utf8')).trim();
  if (major !== POSTGRES_MAJOR) {
    throw new Error(
      `The data in ${dataDir} is of PostgreSQL ${major}, this version brings ${POSTGRES_MAJOR}: dump it with the former version and load it here.`,
    );
  }
}

async function ensureDatabase(port: number, password: string): Promise<void> {
  const client = new Client({ connectionString: buildUrl(port, password, 'postgres') });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${DATABASE_NAME}`).catch((error: { code?: string }) => {
      if (error.code !== '42P04') throw error;
    });
  } finally {
    await client.end();
  }
}

async function answers(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } catch (error) {
    // 3D000: killed before the database was made. 53300: full, and so in use.
    const { code } = error as { code?: string };
    return code === '53300';
  } finally {
    await client.end().catch(() => {});
  }
}
