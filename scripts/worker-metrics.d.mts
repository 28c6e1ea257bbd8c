import type { IncomingMessage, ServerResponse } from 'node:http';

/** Measures this process, and answers the main process; returns what measures one exchange. */
export function startWorkerMetrics(
  name: string,
): (request: Pick<IncomingMessage, 'url' | 'method'>, response: ServerResponse) => void;
