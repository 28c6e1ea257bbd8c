import { performance } from 'node:perf_hooks';
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';

/**
 * What one web process measures of itself. A collector reaches one process of several at a time, by chance: so whoever is
 * asked asks the main process (gather-metrics.ts) for the figures of all of them, each under its own label.
 */

const PATIENCE_MS = 2_000;

/** @param {string} name of this process, the label `process` */
export function startWorkerMetrics(name) {
  const registry = new Registry();
  registry.setDefaultLabels({ process: name });
  collectDefaultMetrics({ register: registry, prefix: 'latchkey_' });
  const seconds = new Histogram({
    name: 'latchkey_http_request_seconds',
    help: 'How long answers take, by kind (page, form, api, asset, probe) and class of status.',
    labelNames: ['kind', 'status'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  });
  const waiting = new Map();
  let count = 0;

  process.on('message', async (message) => {
    if (message?.type === 'metrics-asked') {
      const metrics = await registry.getMetricsAsJSON();
      if (process.connected) process.send({ type: 'metrics', id: message.id, metrics });
    } else if (message?.type === 'metrics-answer') {
      waiting.get(message.id)?.(message.all);
      waiting.delete(message.id);
    }
  });

  /** The figures of every web process; of this one alone where the main process does not answer. */
  async function gather() {
    if (!process.connected) return [await registry.getMetricsAsJSON()];
    count += 1;
    const id = `${name}:${count}`;
    return new Promise((resolve) => {
      const timer = setTimeout(async () => {
        waiting.delete(id);
        resolve([await registry.getMetricsAsJSON()]);
      }, PATIENCE_MS);
      waiting.set(id, (all) => {
        clearTimeout(timer);
        resolve(all);
      });
      process.send({ type: 'metrics-wanted', id });
    });
  }
  // lib/web/metrics.ts finds it there.
  globalThis[Symbol.for('latchkey.metrics')] = gather;

  /** Measures one exchange. */
  return function observe(request, response) {
    const startedAt = performance.now();
    const kind = kindOf(request);
    response.once('close', () => {
      const status = response.writableFinished ? `${Math.floor(response.statusCode / 100)}xx` : 'aborted';
      seconds.observe({ kind, status }, (performance.now() - startedAt) / 1_000);
    });
  };
}

/** Few kinds, whatever is asked for: an address of ours or of a stranger never becomes a label. */
function kindOf({ url, method }) {
  if (url.startsWith('/_next/static/')) return 'asset';
  if (/^\/api\/(health|ready|metrics)\b/.test(url)) return 'probe';
  if (url.startsWith('/api/') || url.startsWith('/v2/')) return 'api';
  return method === 'POST' ? 'form' : 'page';
}
