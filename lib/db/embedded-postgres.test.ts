import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres';

const projectDir = process.cwd();
let stateDir: string;
let running: EmbeddedPostgres[] = [];

beforeEach(async () => {
  stateDir = join(await mkdtemp(join(tmpdir(), 'embedded-')), '.data');
});

afterEach(async () => {
  for (const postgres of running) await postgres.stop();
  running = [];
  const { dataDir } = await readState();
  await rm(join(stateDir, '..'), { recursive: true });
  await rm(join(dataDir, '..'), { recursive: true, force: true });
});

async function readState() {
  const text = await readFile(join(stateDir, 'postgres.json'), 'utf8');
  return JSON.parse(text) as { pid: number | null; dataDir: string; port: number; holders: unknown[] };
}

async function start(): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({ projectDir, stateDir });
  running.push(postgres);
  return postgres;
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(sql);
  await client.end();
  return rows;
}

/** Another process that starts or attaches, prints the pid of PostgreSQL and stays until it is killed. */
async function startElsewhere(): Promise<{ postgresPid: number; kill(): Promise<void> }> {
  const script = `
    import { startEmbeddedPostgres } from '${projectDir}/lib/db/embedded-postgres';
    startEmbeddedPostgres({ projectDir: '${projectDir}', stateDir: '${stateDir}' }).then(({ pid }) => {
      console.log(pid);
      setInterval(() => {}, 1000);
    });`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    cwd: projectDir,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return {
    postgresPid: Number(line.toString()),
    kill: async () => {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

test('starts, keeps its data and its port over a restart, and is gone after the stop', async () => {
  const first = await start();
  await query(first.url, 'CREATE TABLE kept (n int)');
  const [settings] = await query(first.url, "SELECT current_setting('fsync') AS fsync, lower('ÄÖ') AS lower");
  expect(settings).toEqual({ fsync: 'on', lower: 'äö' });
  expect((await stat(join(stateDir, 'postgres.json'))).mode & 0o777).toBe(0o600);
  await first.stop();
  expect(first.isAlive()).toBe(false);
  await expect(query(first.url, 'SELECT 1')).rejects.toThrow(/ECONNREFUSED/);

  const second = await start();
  expect(second.url).toBe(first.url);
  expect(await query(second.url, 'SELECT * FROM kept')).toEqual([]);
});

test('an orphan of a killed process is adopted, and stopped by its adopter', async () => {
  const elsewhere = await startElsewhere();
  await elsewhere.kill();
  const adopted = await start();
  expect(adopted.pid).toBe(elsewhere.postgresPid);
  await adopted.stop();
  expect(adopted.isAlive()).toBe(false);
});

test('a process that attached does not stop what another one still uses', async () => {
  const elsewhere = await startElsewhere();
  const attached = await start();
  expect(attached.pid).toBe(elsewhere.postgresPid);
  await attached.stop();
  expect(attached.isAlive()).toBe(true);
  await elsewhere.kill();
});

test('concurrent starts share one server', async () => {
  const [one, two] = await Promise.all([startElsewhere(), startElsewhere()]);
  expect(one.postgresPid).toBe(two.postgresPid);
  await Promise.all([one.kill(), two.kill()]);
  await start();
});

test('a killed server leaves nothing that blocks the next start, and loses nothing', async () => {
  const first = await start();
  await query(first.url, 'CREATE TABLE kept (n int)');
  process.kill(first.pid, 'SIGKILL');
  await expect.poll(() => first.isAlive()).toBe(false);
  const second = await start();
  expect(await query(second.url, 'SELECT * FROM kept')).toEqual([]);
});

test('a port that something else has taken is given up', async () => {
  const first = await start();
  await first.stop();
  const { port } = await readState();
  const thief = createServer().listen(port, '127.0.0.1');
  await once(thief, 'listening');
  const second = await start();
  expect((await readState()).port).not.toBe(port);
  expect(await query(second.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  thief.close();
});
