interface Exchange {
  /** Runs tasks once the answer has been handed to the network. */
  whenAnswered?: (task: () => void) => void;
}

interface Exchanges {
  getStore(): Exchange | undefined;
}

/**
 * Runs a task when the answer under way has left, or at once where there is none (commands, tests, `npm run dev`).
 * scripts/web-worker.mjs keeps one store per exchange.
 */
export function afterAnswer(task: () => void): void {
  const store = globalThis as unknown as Record<symbol, Exchanges | undefined>;
  const whenAnswered = store[Symbol.for('latchkey.exchange')]?.getStore()?.whenAnswered;
  if (whenAnswered) whenAnswered(task);
  else task();
}
