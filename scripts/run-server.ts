import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { getPublicSettings } from '@/lib/config/public-settings';
import { deriveServerActionsKey, keepSecret } from '@/lib/config/secret';
import { loadSettings, type Settings } from '@/lib/config/settings';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@/lib/db/embedded-postgres';
import { migrate } from '@/lib/db/migrate';
import { requireDatabase } from '@/lib/db/require-database';
import { buildLanguages } from '@/lib/delivery/messages/catalogue';
import { captchaVendors } from '@/lib/guard/captcha/vendors';
import { buildIfChanged, requireBuild } from './build';
import { projectDir, SetupError, step } from './prepare.mjs';
import { startWorkers, type WorkerPool } from './worker-pool';

const stateDir = join(projectDir, '.data');
const WATCH_MS = 1_000;

/**
 * From checked settings to a running server; returns when the first request can be answered. `start` builds what changed,
 * `serve` takes the build as it is, `dev` needs none.
 */
export async function runServer({ mode }: { mode: 'start' | 'serve' | 'dev' }): Promise<void> {
  const dev = mode === 'dev';
  const settings = readSettings();
  const workerCount = dev ? 1 : readWorkerCount();
  let postgres: EmbeddedPostgres | null = null;
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
    await postgres?.stop();
    process.exit(code);
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0));
  if (process.env.npm_lifecycle_event) onParentEnd(() => void stop(0));

  try {
    if (settings.databaseUrl) await expectSentence(requireDatabase(settings.databaseUrl));
    else {
      postgres = await expectSentence(
        step('Starting PostgreSQL', () => startEmbeddedPostgres({ projectDir, stateDir, log: console.log })),
      );
    }
    const databaseUrl = settings.databaseUrl ?? postgres!.url;
    const environment = {
      DATABASE_URL: databaseUrl,
      APP_SECRET: settings.appSecret,
      NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: deriveServerActionsKey(settings.appSecret),
    };
    if (mode === 'start') await buildIfChanged(environment, bakedSettings(environment));
    if (mode === 'serve') requireBuild(getPublicSettings());
    const applied = await expectSentence(migrate(databaseUrl, join(projectDir, 'prisma/migrations')));
    if (applied.length > 0) console.log(`✓ Migrations applied: ${applied.join(', ')}`);
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
    await workers.ready.catch((error: Error & { code?: string }) => {
      if (error.code !== 'EADDRINUSE') throw new SetupError(`The server did not start: ${error.message}`);
      throw new SetupError(
        `Port ${settings.port} is in use. Stop what listens there, or choose another: PORT=${settings.port + 1} npm start`,
      );
    });
    announce(settings);
    if (postgres) watchPostgres();
  } catch (error) {
    if (stoppedAt > 0) return;
    console.error(error instanceof SetupError ? `\n${error.message}` : error);
    await stop(1);
  }

  /** The embedded server can be killed like any process; it comes back at the same address. */
  function watchPostgres(): void {
    const timer = setInterval(async () => {
      if (stoppedAt > 0 || postgres?.isAlive()) return;
      clearInterval(timer);
      console.error('PostgreSQL ended unexpectedly; starting it again.');
      postgres = await startEmbeddedPostgres({ projectDir, stateDir }).catch((error: Error) => {
        console.error(error.message);
        return postgres;
      });
      watchPostgres();
    }, WATCH_MS);
  }
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
  // Read again by each server process; here the operator learns of a mistake in one sentence.
  buildLanguages(settings.delivery.messagesDir);
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

async function expectSentence<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw new SetupError((error as Error).message);
  }
}
