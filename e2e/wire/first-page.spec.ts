import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Client } from 'pg';
import { pickFreePort } from '@/lib/db/postmaster';
import { createMigratedDatabase } from '../fixtures/database';
import { projectDir, readRun, runDir } from '../fixtures/run';
import { serverEnvironment } from '../fixtures/server-environment';
import { expect, test } from '../fixtures/test';

/** A server between its start and the moment when its database is there. The tests hold the lock that migrations wait for. */

const migrationsLock = 72707369;

interface Starting {
  url: string;
  child: ChildProcess;
  log: () => string;
  ask(path: string, init?: RequestInit): Promise<Response | null>;
}

async function start(name: string, settings: Record<string, string>): Promise<Starting> {
  const port = settings.PORT ?? String(await pickFreePort());
  const url = `http://localhost:${port}`;
  const file = join(runDir, `${name}.log`);
  const log = openSync(file, 'w');
  const child = spawn(process.execPath, ['scripts/serve.mjs'], {
    cwd: projectDir,
    env: serverEnvironment({
      PORT: port,
      APP_URL: url,
      EMAIL_HOST: '127.0.0.1',
      DEFAULT_FROM_EMAIL: 'login@example.com',
      ...settings,
    }),
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  const ask = (path: string, init?: RequestInit) => fetch(url + path, init).catch(() => null);
  return { url, child, ask, log: () => readFileSync(file, 'utf8') };
}

/** SIGTERM where it still runs. @returns its exit code */
async function end({ child }: Starting): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  }
  return child.exitCode;
}

async function holdMigrations(databaseUrl: string): Promise<{ release(): Promise<void> }> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query('SELECT pg_advisory_lock($1)', [migrationsLock]);
  return { release: () => client.end() };
}

const statusOf = async (answer: Promise<Response | null>) => (await answer)?.status ?? 0;

test('answers pages and their files before its database is there, and says what it cannot do yet', async ({
  request,
}) => {
  const databaseUrl = await createMigratedDatabase(readRun().databaseUrl, 'browser_first_page');
  const lock = await holdMigrations(databaseUrl);
  const server = await start('first-page', { DATABASE_URL: databaseUrl, WEB_CONCURRENCY: '2' });
  try {
    await expect.poll(() => statusOf(server.ask('/login'))).toBe(200);
    const early = (await server.ask('/login'))!;
    const page = await early.text();
    const usual = await request.get('/login');
    expect(page).toBe(await usual.text());
    for (const name of ['content-security-policy', 'cache-control', 'content-type', 'etag', 'vary'])
      expect(early.headers.get(name), name).toBe(usual.headers()[name]);
    const files = [...page.matchAll(/(?:src|href)="(\/_next\/static\/[^"]+)"/g)].map(([, path]) => path!);
    expect(files.length).toBeGreaterThan(2);
    for (const file of files) expect(await statusOf(server.ask(file)), file).toBe(200);

    const health = (await server.ask('/api/health'))!;
    expect([health.status, await health.json()]).toEqual([200, { status: 'starting' }]);
    const ready = (await server.ask('/api/ready'))!;
    expect([ready.status, await ready.json()]).toEqual([503, { status: 'starting' }]);
    expect(ready.headers.get('retry-after')).toBe('2');
    expect(server.log()).not.toContain('Latchkey is ready');

    // What needs the database waits for it, and is answered then; nothing of it is lost.
    const waiting = server.ask('/api/v1/customers/me');
    await lock.release();
    expect(await statusOf(waiting)).toBe(401);
    await expect.poll(() => statusOf(server.ask('/api/ready'))).toBe(200);
    expect(await (await server.ask('/api/health'))!.json()).toEqual({ status: 'ok' });
  } finally {
    await lock.release();
    expect(await end(server)).toBe(0);
  }
});

test('leaves the requests to other instances while the database has to be migrated', async () => {
  const admin = new Client({ connectionString: readRun().databaseUrl });
  await admin.connect();
  await admin.query('DROP DATABASE IF EXISTS browser_behind WITH (FORCE)');
  await admin.query('CREATE DATABASE browser_behind');
  await admin.end();
  const database = new URL(readRun().databaseUrl);
  database.pathname = '/browser_behind';
  const lock = await holdMigrations(database.href);
  const server = await start('behind', { DATABASE_URL: database.href });
  try {
    // It waits in the migrations' queue; from then on nobody is let in.
    await expect.poll(() => waitsForLock(database.href)).toBe(true);
    await expect.poll(() => statusOf(server.ask('/login'))).toBe(0);
    expect(await statusOf(server.ask('/login'))).toBe(0);
    await lock.release();
    await expect.poll(() => statusOf(server.ask('/api/ready'))).toBe(200);
    expect(await statusOf(server.ask('/login'))).toBe(200);
    expect(server.log()).toContain('Migrations applied');
  } finally {
    await lock.release();
    expect(await end(server)).toBe(0);
  }
});

async function waitsForLock(databaseUrl: string): Promise<boolean> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query(
      `SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objid = $1 AND NOT granted
         AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
      [migrationsLock],
    );
    return rows.length > 0;
  } finally {
    await client.end();
  }
}

test('ends in good order when it is told to before it was ready', async () => {
  const databaseUrl = await createMigratedDatabase(readRun().databaseUrl, 'browser_told_to_end');
  const lock = await holdMigrations(databaseUrl);
  const server = await start('told-to-end', { DATABASE_URL: databaseUrl });
  try {
    await expect.poll(() => statusOf(server.ask('/login'))).toBe(200);
    const waiting = server.ask('/api/v1/customers/me');
    await expect.poll(() => waitsForLock(databaseUrl)).toBe(true);
    const ended = once(server.child, 'exit');
    server.child.kill('SIGTERM');
    // Whoever waits is sent away with the code of the API, or before it came to that.
    expect([503, 0]).toContain(await statusOf(waiting));
    await lock.release();
    expect((await ended)[0]).toBe(0);
    expect(server.log()).not.toContain('Latchkey is ready');
  } finally {
    await lock.release();
    await end(server);
  }
});

test('ends with a sentence when the database or the port is not to be had', async () => {
  const closed = await pickFreePort();
  const away = await start('database-away', {
    DATABASE_URL: `postgresql://latchkey:x@127.0.0.1:${closed}/latchkey`,
  });
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as { port: number };
  const late = await start('port-taken', {
    DATABASE_URL: readRun().databaseUrl,
    PORT: String(port),
    HOST: '127.0.0.1',
  });
  try {
    await expect.poll(() => away.child.exitCode).toBe(1);
    expect(away.log()).toContain('nothing answers there: start that server or correct the address');
    await expect.poll(() => late.child.exitCode).toBe(1);
    expect(late.log()).toContain(`Port ${port} is in use.`);
  } finally {
    taken.close();
    await Promise.all([end(away), end(late)]);
  }
});
