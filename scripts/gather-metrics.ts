import type { Worker } from 'node:cluster';

/** A process that does not answer is left out: it hangs, or it is about to end. */
const patienceMs = 1_000;

interface MetricsMessage {
  type: string;
  id: string;
  metrics?: unknown;
}

/**
 * The main process's part of worker-metrics.mjs: when `asker` wants the metrics, asks all `workers` and sends the answer.
 * Call it for each new worker.
 */
export function gatherMetricsFor(asker: Worker, workers: () => Iterable<Worker>): void {
  asker.on('message', async (message: MetricsMessage) => {
    if (message.type !== 'metrics-wanted') return;
    const connected = [...workers()].filter((worker) => worker.isConnected());
    const answers = await Promise.all(connected.map((worker) => ask(worker, message.id)));
    const all = answers.filter((metrics) => metrics !== null);
    if (asker.isConnected()) asker.send({ type: 'metrics-answer', id: message.id, all });
  });
}

function ask(worker: Worker, id: string): Promise<unknown> {
  return new Promise((resolve) => {
    const end = (metrics: unknown) => {
      clearTimeout(timer);
      worker.off('message', listen);
      resolve(metrics);
    };
    const listen = (message: MetricsMessage) => {
      if (message.type === 'metrics' && message.id === id) end(message.metrics);
    };
    const timer = setTimeout(() => end(null), patienceMs);
    worker.on('message', listen);
    worker.send({ type: 'metrics-asked', id });
  });
}
