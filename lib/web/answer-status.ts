interface Exchange {
  /** A server action of ours has begun. */
  acted?: boolean;
  status?: number;
  retryAfterSeconds?: number;
}

/**
 * Sets the status of the answer under way. Next gives server actions no way to do it, so scripts/web-worker.mjs keeps
 * one store per exchange and applies it when the headers leave. Elsewhere (`npm run dev`, tests) nothing happens.
 */
export function answerStatus(status: number, retryAfterSeconds?: number): void {
  Object.assign(currentExchange() ?? {}, { status, retryAfterSeconds });
}

/**
 * Notes that a form has reached its action. A fault before that is the sender's: Next could not decode what was sent, and
 * would answer 500; scripts/web-worker.mjs makes it a 400.
 */
export function noteAction(): void {
  Object.assign(currentExchange() ?? {}, { acted: true });
}

function currentExchange(): Exchange | undefined {
  const store = globalThis as unknown as Record<symbol, { getStore(): Exchange | undefined } | undefined>;
  return store[Symbol.for('latchkey.exchange')]?.getStore();
}
