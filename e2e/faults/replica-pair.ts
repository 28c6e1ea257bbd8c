import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Client, type QueryResultRow } from 'pg';
import { type PostgresHome, preparePostgresHome } from '@/lib/db/postgres-home';
import { buildUrl } from '@/lib/db/postgres-state';
import {
  findPostmaster,
  initializeCluster,
  isPostmaster,
  launchPostmaster,
  pickFreePort,
  stopPostmaster,
} from '@/lib/db/postmaster';
import { projectDir } from '../fixtures/run';
import { until } from './flow';

export interface Member {
  port: number;
  /** Of a database there. */
  urlOf(database: string): string;
  query<Row extends QueryResultRow>(sql: string): Promise<Row[]>;
  /** As its own tools do: what was committed goes to the replica first. */
  stop(): Promise<void>;
  kill(): Promise<void>;
  /** From now on it takes writes. */
  promote(): Promise<void>;
  /** Starts it again, as a replica of the other one. */
  follow(): Promise<void>;
}

export interface ReplicaPair {
  /** The primary at first. */
  first: Member;
  /** Its streaming replica, which can be read from. */
  second: Member;
  close(): Promise<void>;
}

/**
 * Two real PostgreSQL servers, durable, the second of which follows the first by streaming replication. `synchronous`: a
 * commit is answered when both have it on their disks.
 */
export async function startReplicaPair(
  stateDir: string,
  { synchronous }: { synchronous: boolean },
): Promise<ReplicaPair> {
  const homes: PostgresHome[] = [];
  for (const name of ['first', 'second']) {
    const folder = join(stateDir, name);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const home = await preparePostgresHome(projectDir, folder, () => {});
    // Of a run that was killed.
    const former = await findPostmaster(home.dataDir);
    if (former !== null) await stopPostmaster(former, home.dataDir);
    rmSync(home.dataDir, { recursive: true, force: true });
    homes.push(home);
  }
  const [firstHome, secondHome] = homes as [PostgresHome, PostgresHome];
  const password = await initializeCluster(firstHome);
  // Of a server that never ran: nothing changes meanwhile.
  copyCluster(firstHome, secondHome);
  const ports = [await pickFreePort(), await pickFreePort()] as const;
  const first = new Server(firstHome, ports[0], ports[1], password, join(stateDir, 'first.log'));
  const second = new Server(secondHome, ports[1], ports[0], password, join(stateDir, 'second.log'));
  const close = async () => {
    await Promise.all([first.kill(), second.kill()]);
    for (const { dataDir } of homes) rmSync(dirname(dataDir), { recursive: true, force: true });
  };
  try {
    await first.start();
    await second.follow();
    await first.query('CREATE DATABASE latchkey');
    await untilCaughtUp(second, first);
    if (synchronous) {
      await first.query("ALTER SYSTEM SET synchronous_standby_names = 'latchkey_replica'");
      await first.query('SELECT pg_reload_conf()');
      await until('a synchronous replica', 10, async () => {
        const [row] = await first.query<{ sync_state: string }>('SELECT sync_state FROM pg_stat_replication');
        return row?.sync_state === 'sync';
      });
    }
    return { first, second, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function copyCluster(from: PostgresHome, to: PostgresHome): void {
  cpSync(from.dataDir, to.dataDir, { recursive: true });
  if (to.user) execFileSync('chown', ['-R', `${to.user.uid}:${to.user.gid}`, to.dataDir]);
}

class Server implements Member {
  private pid: number | null = null;

  constructor(
    private readonly home: PostgresHome,
    readonly port: number,
    private readonly portOfOther: number,
    private readonly password: string,
    private readonly logFile: string,
  ) {}

  urlOf(database: string): string {
    return buildUrl(this.port, this.password, database);
  }

  async start(): Promise<void> {
    this.pid = await launchPostmaster(this.home, this.port, this.logFile, true, {
      wal_level: 'replica',
      max_wal_senders: '10',
      // Without a slot: what the replica has not got yet must still be there.
      wal_keep_size: '256MB',
      hot_standby: 'on',
      wal_retrieve_retry_interval: '200ms',
    });
  }

  async follow(): Promise<void> {
    writeFileSync(join(this.home.dataDir, 'standby.signal'), '');
    // Not on the command line: there it could not be changed while the server runs.
    const conninfo = `host=127.0.0.1 port=${this.portOfOther} user=latchkey password=${this.password} application_name=latchkey_replica`;
    appendFileSync(join(this.home.dataDir, 'postgresql.conf'), `primary_conninfo = '${conninfo}'\n`);
    await this.start();
  }

  async query<Row extends QueryResultRow>(sql: string): Promise<Row[]> {
    const client = new Client({ connectionString: this.urlOf('postgres'), connectionTimeoutMillis: 3_000 });
    client.on('error', () => {});
    await client.connect();
    try {
      return (await client.query<Row>(sql)).rows;
    } finally {
      await client.end().catch(() => {});
    }
  }

  async stop(): Promise<void> {
    if (this.pid !== null) await stopPostmaster(this.pid, this.home.dataDir);
    this.pid = null;
  }

  async kill(): Promise<void> {
    const { pid } = this;
    if (pid === null) return;
    if (isPostmaster(pid, this.home.dataDir)) process.kill(pid, 'SIGKILL');
    await until('the end of a server', 5, () => !isPostmaster(pid, this.home.dataDir));
    this.pid = null;
  }

  async promote(): Promise<void> {
    const [row] = await this.query<{ done: boolean }>('SELECT pg_promote(true, 30) AS "done"');
    if (!row?.done) throw new Error('the replica was not promoted within 30 s');
  }
}

/** Until a replica has, and shows, all that its primary has committed. */
export async function untilCaughtUp(replica: Member, primary: Member): Promise<void> {
  const [row] = await primary.query<{ lsn: string }>('SELECT pg_current_wal_lsn()::text AS "lsn"');
  await until('the replica to catch up', 10, async () => {
    const [seen] = await replica.query<{ there: boolean }>(
      `SELECT coalesce(pg_last_wal_replay_lsn() >= '${row!.lsn}'::pg_lsn, false) AS "there"`,
    );
    return seen?.there;
  });
}
