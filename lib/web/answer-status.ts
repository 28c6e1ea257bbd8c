interface Exchange {
  /** A form, or a script's call of a server action. */
  isForm?: boolean;
  /** A server action of ours has begun with it. */
  acted?: boolean;
  /** No action could be called with it: scripts/unreadable-forms.mjs answers with a page of its own. */
  unreadable?: boolean;
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

/** Notes that a form has reached its action. A fault before that may be the sender's (lib/web/answer-request-error.ts). */
export function noteAction(): void {
  Object.assign(currentExchange() ?? {}, { acted: true });
}

/** Whether a form is under way that no action of ours has begun with. */
export function awaitsAction(): boolean {
  const { isForm = false, acted = false } = currentExchange() ?? {};
  return isForm && !acted;
}

/** A form that no action can be called with: the fault is its sender's. */
export function refuseForm(status: 400 | 413 = 400): void {
  answerStatus(status);
  Object.assign(currentExchange() ?? {}, { unreadable: true });
}

function currentExchange(): Exchange | undefined {
  const store = globalThis as unknown as Record<symbol, { getStore(): Exchange | undefined } | undefined>;
  return store[Symbol.for('latchkey.exchange')]?.getStore();
}
