import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { getPublicSettings } from '@/lib/config/public-settings';
import { deriveServerActionsKey, keepSecret } from '@/lib/config/secret';
import { loadSettings, type Settings } from '@/lib/config/settings';
import { buildLanguages } from '@/lib/delivery/messages/catalogue';
import { captchaVendors } from '@/lib/guard/captcha/vendors';
import { loadLimits } from '@/lib/limits/catalogue';
import { buildIfChanged, requireBuild } from './build';
import { projectDir, SetupError } from './prepare.mjs';
import type { ServerDatabase } from './server-database';
import { startWorkers, type WorkerPool } from './worker-pool';

const stateDir = join(projectDir, '.data');
/** A start that is broken off waits so long for the database: a migration that is cut off would block the next start. */
const DATABASE_PATIENCE_MS = 10_000;

/**
 * From checked settings to a running server; returns when every request can be answered. Web processes and database start
 * side by side: pages that are the same for everybody need no database, and are answered first (docs/decisions/061).
 * `start` builds what changed, `serve` takes the build as it is, `dev` needs none.
 */
export async function runServer({ mode }: { mode: 'start' | 'serve' | 'dev' }): Promise<void> {
  const dev = mode === 'dev';
  const settings = readSettings();
  const workerCount = dev ? 1 : readWorkerCount();
  let opening: Promise<ServerDatabase> | null = null;
  let migrating: Promise<void> | null = null;
  let workers: WorkerPool | null = null;
  let stoppedAt = 0;

  async function stop(code: number): Promise<void> {
    if (stoppedAt > 0) {
      // Asked again: no more patience, but PostgreSQL still ends in good order. (npm repeats a Ctrl-C at once.)
      if (Date.now() - stoppedAt > 1_000) workers?.kill();
      return;
    }
    stoppedAt = Date.now();
    await workers?.stop();
    const opened = Promise.allSettled([opening, migrating])
      .then(() => opening)
      .catch(() => null);
    await (await Promise.race([opened, wait(DATABASE_PATIENCE_MS, null)]))?.stop();
    process.exit(code);
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0));
  if (process.env.npm_lifecycle_event) onParentEnd(() => void stop(0));

  /** Loaded when the first web process is on its way: its driver takes as long as that one needs to begin. */
  async function openDatabase(): Promise<ServerDatabase> {
    opening ??= import('./server-database').then(({ openServerDatabase }) =>
      openServerDatabase(settings.databaseUrl, stateDir),
    );
    return opening;
  }

  async function migrateDatabase(pool: WorkerPool): Promise<ServerDatabase> {
    const database = await openDatabase();
    if (await database.isBehind()) pool.stepBack();
    if (stoppedAt > 0) return database;
    migrating = database.migrate();
    await migrating;
    pool.openDatabase(database.url);
    return database;
  }

  try {
    const environment = {
      APP_SECRET: settings.appSecret,
      NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: deriveServerActionsKey(settings.appSecret),
    };
    // Nobody likes to hear of a wrong address after a minute: a build comes after the database.
    if (mode === 'start') await buildIfChanged(environment, bakedSettings(environment), openDatabase);
    if (mode === 'serve') requireBuild(getPublicSettings());
    if (stoppedAt > 0) return;

    const options = {
      dev,
      projectDir,
      port: settings.port,
      hosts: listHosts(settings),
      appUrl: settings.appUrl.href,
      loopback: settings.loopback,
      demo: settings.demoMode,
      captchaSources: settings.guard.captcha ? captchaVendors[settings.guard.captcha.provider].sources : {},
    };
    workers = startWorkers(workerCount, { ...environment, LATCHKEY_WORKER_OPTIONS: JSON.stringify(options) });
    const [database] = await Promise.all([migrateDatabase(workers), untilReady(workers, settings)]);
    if (stoppedAt > 0) return;
    announce(settings);
    database.watch();
  } catch (error) {
    if (stoppedAt > 0) return;
    console.error(error instanceof SetupError ? `\n${error.message}` : error);
    await stop(1);
  }
}

async function untilReady(workers: WorkerPool, { port }: Settings): Promise<void> {
  await workers.ready.catch((error: Error & { code?: string }) => {
    if (error.code !== 'EADDRINUSE') throw new SetupError(`The server did not start: ${error.message}`);
    throw new SetupError(
      `Port ${port} is in use. Stop what listens there, or choose another: PORT=${port + 1} npm start`,
    );
  });
}

/** A signal to npm ends npm or its shell and never reaches this process, which only sees that its parents are gone. */
function onParentEnd(act: () => void): void {
  const before = describeParents();
  const timer = setInterval(() => {
    if (describeParents() === before) return;
    clearInterval(timer);
    act();
  }, 250);
  timer.unref();
}

function describeParents(): string {
  const { ppid } = process;
  if (process.platform !== 'linux') return String(ppid);
  try {
    const stat = readFileSync(`/proc/${ppid}/stat`, 'utf8');
    return `${ppid} ${stat.slice(stat.lastIndexOf(')')).split(' ')[2]}`;
  } catch {
    return 'gone';
  }
}

function readSettings(): Settings {
  const placeholder = 'only-to-learn-whether-this-is-loopback-0123456789';
  if (!process.env.APP_SECRET?.trim()) {
    // Reports every other wrong setting first; a server that is not on this machine needs a secret of its owner.
    const { loopback } = loadSettings({ ...process.env, APP_SECRET: placeholder });
    if (loopback) process.env.APP_SECRET = keepSecret(stateDir);
  }
  const settings = loadSettings(process.env);
  // Read again by each server process; here the operator learns of a mistake in one sentence, before anything is answered.
  buildLanguages(settings.delivery.messagesDir);
  loadLimits(settings.limitOverrides);
  return settings;
}

function readWorkerCount(): number {
  const typed = process.env.WEB_CONCURRENCY?.trim();
  if (!typed) return availableParallelism();
  if (!/^[1-9]\d?$/.test(typed)) {
    throw new SetupError(
      `WEB_CONCURRENCY is "${typed}". Write a whole number from 1 to 99, or leave it out for one process a core.`,
    );
  }
  return Number(typed);
}

/** What prerendered pages and the build itself keep from the settings. */
function bakedSettings(environment: { NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: string }): unknown[] {
  return [getPublicSettings(), environment.NEXT_SERVER_ACTIONS_ENCRYPTION_KEY];
}

/** Demo mode shows codes: only this machine may see it. null: every interface. */
function listHosts(settings: Settings): (string | null)[] {
  if (settings.host) return [settings.host];
  return settings.demoMode ? ['127.0.0.1', '::1'] : [null];
}

function announce(settings: Settings): void {
  const address = settings.loopback ? `http://localhost:${settings.port}` : settings.appUrl.origin;
  console.log(`\nLatchkey is ready: ${address}`);
  if (settings.demoMode) {
    console.log(`Demo mode: no provider is configured, so messages appear here and at ${address}/inbox`);
  }
  for (const note of settings.brand?.notes ?? []) console.log(note);
}
