import type { SpanContext } from '@opentelemetry/api';

/** Written against W3C Trace Context, level 1: version, trace, span, flags. */
const form = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

export function parseTraceparent(text: string): SpanContext | null {
  const [, traceId, spanId, flags] = form.exec(text) ?? [];
  if (!traceId || !spanId || !flags) return null;
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & 1, isRemote: true };
}

export function renderTraceparent(context: SpanContext | undefined): string | null {
  if (!context) return null;
  return `00-${context.traceId}-${context.spanId}-${String(context.traceFlags & 1).padStart(2, '0')}`;
}
