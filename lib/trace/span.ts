/** What is said of a span: words and figures of ours. Never an address, a code, or text that somebody typed. */
export type SpanFacts = Readonly<Record<string, string | number | boolean>>;

export interface SpanOptions {
  facts?: SpanFacts;
  /** `client`: a call to a vendor. */
  kind?: 'internal' | 'client';
  /** W3C trace context that it belongs to; null: a trace of its own. Absent: what is under way here. */
  parent?: string | null;
}

/** What start-tracing.ts puts in place where the operator wants traces. */
export interface Tracing {
  inSpan<T>(name: string, options: SpanOptions, run: () => Promise<T>): Promise<T>;
  noteFacts(facts: SpanFacts): void;
  traceparent(): string | null;
}

// Next evaluates modules more than once in a process: all of them have to find the one tracing.
const store = globalThis as unknown as { latchkeyTracing?: Tracing };

export function setTracing(tracing: Tracing | undefined): void {
  store.latchkeyTracing = tracing;
}

/** Runs a piece of work as a span; without tracing it only runs it. What it throws marks the span, and goes on. */
export function inSpan<T>(name: string, options: SpanOptions, run: () => Promise<T>): Promise<T> {
  return store.latchkeyTracing ? store.latchkeyTracing.inSpan(name, options, run) : run();
}

/** Adds facts to the span that is under way. */
export function noteFacts(facts: SpanFacts): void {
  store.latchkeyTracing?.noteFacts(facts);
}

/** The W3C trace context of what is under way, for work that goes on elsewhere; null where nobody traces. */
export function currentTraceparent(): string | null {
  return store.latchkeyTracing?.traceparent() ?? null;
}
