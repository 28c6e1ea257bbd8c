import cluster from 'node:cluster';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AggregatorRegistry } from 'prom-client';
import { gatherMetricsFor } from './gather-metrics';
import { startWorkerMetrics } from './worker-metrics.mjs';

// For metrics.test.ts: two web processes behind one port, as worker-pool.ts and web-worker.mjs have them, without Next.
// Its answers are the metrics of all processes, after the name of the one that answers.

type Figures = Parameters<typeof AggregatorRegistry.aggregate>[0];

if (cluster.isPrimary) {
  for (const slot of ['0', '1']) {
    const worker = cluster.fork({ LATCHKEY_WORKER: slot });
    gatherMetricsFor(worker, () => Object.values(cluster.workers ?? {}).filter((one) => one !== undefined));
    worker.on('message', (message: { port?: number }) => {
      if (message.port) console.log(message.port);
    });
  }
  process.stdin.resume().on('close', () => process.exit(0));
} else {
  const name = process.env.LATCHKEY_WORKER ?? '0';
  const observe = startWorkerMetrics(name);
  const gather = (globalThis as unknown as Record<symbol, () => Promise<Figures>>)[
    Symbol.for('latchkey.metrics')
  ]!;
  const server = createServer(async (request, response) => {
    observe(request, response);
    const text = await AggregatorRegistry.aggregate(await gather()).metrics();
    response.writeHead(200, { connection: 'close' }).end(`${name}\n${text}`);
  });
  server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
}
