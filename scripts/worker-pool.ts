import cluster, { type Worker } from 'node:cluster';
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
  type: 'ready' | 'failed';
  code?: string;
  message?: string;
}

export interface WorkerPool {
  /** Resolves when the first worker answers requests; rejects when none can. */
  ready: Promise<void>;
  stop(): Promise<void>;
  kill(): void;
}

/** Keeps `count` web processes running: one that ends is replaced, ever more slowly if it keeps ending. */
export function startWorkers(count: number, environment: Record<string, string>): WorkerPool {
  cluster.setupPrimary({ exec: join(projectDir, 'scripts/web-worker.mjs'), execArgv });
  const slots = new Map<Worker, number>();
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

  function fork(slot: number): void {
    const began = Date.now();
    const worker = cluster.fork({ ...frugal, ...environment, LATCHKEY_WORKER: String(slot) });
    let reason = new Error(`web process ${slot} ended before it was ready, see above`);
    slots.set(worker, slot);
    gatherMetricsFor(worker, () => slots.keys());
    worker.on('message', (message: WorkerMessage) => {
      if (message.type === 'ready') {
        answered = true;
        isReady();
      }
      if (message.type === 'failed')
        reason = Object.assign(new Error(message.message), { code: message.code });
    });
    worker.on('exit', (code, signal) => {
      slots.delete(worker);
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
  }

  function kill(): void {
    for (const worker of slots.keys()) worker.process.kill('SIGKILL');
  }

  for (let slot = 0; slot < count; slot++) fork(slot);

  return {
    ready,
    kill,
    stop: () =>
      new Promise((resolve) => {
        stopping = true;
        allGone = resolve;
        if (slots.size === 0) return resolve();
        for (const worker of slots.keys()) if (worker.isConnected()) worker.send({ type: 'shutdown' });
        setTimeout(kill, PATIENCE_MS).unref();
      }),
  };
}
