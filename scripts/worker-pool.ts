import cluster, { type Worker } from 'node:cluster';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { gatherMetricsFor } from './gather-metrics';
import { projectDir } from './prepare.mjs';

/**
 * V8 and glibc take memory rather than time where nothing bounds them: a web process grew to 380 MB, of which 70 were in
 * use. Half of the usual nursery, and two arenas for all threads: 60 to 130 MB less (docs/decisions/050). How far the old
 * space grows is set in web-worker.mjs.
 */
const execArgv = ['--max-semi-space-size=8'];
const frugal = { MALLOC_ARENA_MAX: '2' };

/** Workers that end their requests get this long; then they are killed. */
const PATIENCE_MS = 11_000;
const HEALTHY_MS = 60_000;
/** However often a process ended: service is back within ten seconds of whatever was wrong. */
const LONGEST_WAIT_MS = 5_000;

interface WorkerMessage {
  type: 'hears' | 'ready' | 'failed';
  code?: string;
  message?: string;
}

export interface WorkerPool {
  /** Resolves when the first worker answers every request; rejects when none can. */
  ready: Promise<void>;
  /** The database is there and migrated: what all workers wait for before they start the app. */
  openDatabase(url: string): void;
  /** Nobody listens before it can answer everything: proxies ask other instances while this one migrates. */
  stepBack(): void;
  stop(): Promise<void>;
  kill(): void;
}

/** Keeps `count` web processes running: one that ends is replaced, ever more slowly if it keeps ending. */
export function startWorkers(count: number, environment: Record<string, string>): WorkerPool {
  cluster.setupPrimary({ exec: join(projectDir, 'scripts/web-worker.mjs'), execArgv });
  const slots = new Map<Worker, number>();
  const listening = new Set<Worker>();
  let databaseUrl: string | null = null;
  let mayListenEarly = true;
  /** Those that would not miss a message any more: what is sent before their code runs is lost. */
  const hearing = new Set<Worker>();
  let stopping = false;
  let failures = 0;
  let allGone = () => {};
  let isReady = () => {};
  let cannotStart = (_: Error) => {};
  let answered = false;
  const ready = new Promise<void>((resolve, reject) => {
    isReady = resolve;
    cannotStart = reject;
  });

  function fork(slot: number): Worker {
    const began = Date.now();
    const worker = cluster.fork({
      ...frugal,
      ...environment,
      LATCHKEY_WORKER: String(slot),
      // While no other answers, it listens before it can answer everything; else it leaves the requests to the others.
      LATCHKEY_WORKER_FIRST: mayListenEarly && listening.size === 0 ? '1' : '',
    });
    let reason = new Error(`web process ${slot} ended before it was ready, see above`);
    slots.set(worker, slot);
    worker.once('listening', () => listening.add(worker));
    gatherMetricsFor(worker, () => slots.keys());
    worker.on('message', (message: WorkerMessage) => {
      if (message.type === 'hears') {
        hearing.add(worker);
        tell(worker);
      }
      if (message.type === 'ready') {
        answered = true;
        isReady();
      }
      if (message.type === 'failed')
        reason = Object.assign(new Error(message.message), { code: message.code });
    });
    worker.on('exit', (code, signal) => {
      slots.delete(worker);
      listening.delete(worker);
      hearing.delete(worker);
      if (stopping) {
        if (slots.size === 0) allGone();
        return;
      }
      if (!answered) return cannotStart(reason);
      failures = Date.now() - began > HEALTHY_MS ? 0 : failures + 1;
      const delayMs = Math.min(LONGEST_WAIT_MS, 250 * 2 ** failures);
      console.error(
        `Web process ${slot} ended (${signal ?? code}); a new one starts in ${delayMs / 1000} s.`,
      );
      setTimeout(() => stopping || fork(slot), delayMs);
    });
    return worker;
  }

  /** All that it has to know by now; what it has heard before changes nothing. */
  function tell(worker: Worker): void {
    if (!worker.isConnected()) return;
    if (!mayListenEarly) worker.send({ type: 'step-back' });
    if (databaseUrl !== null) worker.send({ type: 'database', url: databaseUrl });
    if (stopping) worker.send({ type: 'shutdown' });
  }

  function kill(): void {
    for (const worker of slots.keys()) worker.process.kill('SIGKILL');
  }

  let begun = 1;
  function forkUpTo(limit: number): void {
    for (; begun < Math.min(limit, count) && !stopping; begun++) fork(begun);
  }
  // The first one has the processors for itself until it listens, and half of them until it answers everything.
  fork(0).once('listening', () => forkUpTo(Math.floor(availableParallelism() / 2)));
  ready.then(
    () => forkUpTo(count),
    () => {},
  );

  return {
    ready,
    kill,
    openDatabase: (url) => {
      databaseUrl = url;
      mayListenEarly = true;
      hearing.forEach(tell);
    },
    stepBack: () => {
      mayListenEarly = false;
      hearing.forEach(tell);
    },
    stop: () =>
      new Promise((resolve) => {
        stopping = true;
        allGone = resolve;
        if (slots.size === 0) return resolve();
        hearing.forEach(tell);
        setTimeout(kill, PATIENCE_MS).unref();
      }),
  };
}
