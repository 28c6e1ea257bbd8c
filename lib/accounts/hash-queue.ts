import { availableParallelism } from 'node:os';

/** The server has more passwords to hash than it can: the edge answers 503 with Retry-After. */
class HashQueueFull extends Error {
  readonly retryAfterSeconds = 2;
  constructor() {
    super('Too many passwords are being checked at once.');
    this.name = 'HashQueueFull';
  }
}

/** By its name: pages and the API may have modules of their own (password.ts). */
export function isHashQueueFull(error: unknown): error is HashQueueFull {
  return error instanceof Error && error.name === 'HashQueueFull';
}

/**
 * Runs at most `concurrency` tasks at a time and lets at most `longest` wait. Each hash takes 19 MiB and a core for
 * some 20 ms: without a bound, a burst of sign-ins would take the memory and stop everything else.
 * @throws HashQueueFull at once
 */
export function createHashQueue(concurrency = availableParallelism(), longest = 32 * concurrency) {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async function inTurn<Done>(task: () => Promise<Done>): Promise<Done> {
    if (running >= concurrency) {
      if (waiting.length >= longest) throw new HashQueueFull();
      // Whoever ends hands its place on, so `running` does not change.
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else {
      running += 1;
    }
    try {
      return await task();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
