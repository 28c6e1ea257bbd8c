import { inSpan, noteFacts, type SpanFacts } from '@/lib/trace/span';

/** Runs a use case as a span that is named after it, and says how it came out. */
export function traceFlow<Outcome extends { ok: true } | { ok: false; reason: string }>(
  name: string,
  facts: SpanFacts,
  run: () => Promise<Outcome>,
): Promise<Outcome> {
  return inSpan(`flow ${name}`, { facts }, async () => {
    const outcome = await run();
    noteFacts({ 'latchkey.outcome': outcome.ok ? 'ok' : outcome.reason });
    return outcome;
  });
}
