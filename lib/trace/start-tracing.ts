import { AsyncLocalStorage } from 'node:async_hooks';
import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  type Context,
  isSpanContextValid,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
} from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { nameRoute } from './name-route';
import { type SpanOptions, setTracing } from './span';
import { parseTraceparent, renderTraceparent } from './traceparent';

type AnyRequest = Pick<IncomingMessage, 'method' | 'url' | 'headers'>;

/** How scripts/web-worker.mjs hands over an exchange. */
export type TraceRequest = <T>(
  request: AnyRequest,
  response: ServerResponse,
  requestId: string,
  run: () => Promise<T>,
) => Promise<T>;

const hook = Symbol.for('latchkey.trace-request');
const untraced = /^\/(_next\/|api\/(health|ready|metrics)\b)/;

/**
 * Sends spans by OTLP over HTTP, as the standard settings OTEL_* say (the libraries read them). Its tracer is not made the
 * global one: spans of Next and others would carry addresses of pages, with what customers have in them.
 * @returns what sends the rest and ends
 */
export function startTracing(): { stop(): Promise<void> } {
  const provider = new BasicTracerProvider({
    resource: defaultResource()
      .merge(resourceFromAttributes({ 'service.name': 'latchkey', 'process.pid': process.pid }))
      .merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
  });
  const tracer = provider.getTracer('latchkey');
  const contexts = new AsyncLocalStorage<Context>();

  async function inContext<T>(span: Span, parent: Context, run: () => Promise<T>): Promise<T> {
    try {
      return await contexts.run(trace.setSpan(parent, span), run);
    } catch (error) {
      // No message: it may quote what somebody typed.
      const { kind, name } = error as Error & { kind?: unknown };
      span.setStatus({ code: SpanStatusCode.ERROR, message: typeof kind === 'string' ? kind : name });
      throw error;
    } finally {
      span.end();
    }
  }

  const inSpan = <T>(name: string, { facts, kind, parent }: SpanOptions, run: () => Promise<T>) => {
    const context = parent === undefined ? (contexts.getStore() ?? ROOT_CONTEXT) : contextOf(parent);
    const spanKind = kind === 'client' ? SpanKind.CLIENT : SpanKind.INTERNAL;
    const span = tracer.startSpan(name, { kind: spanKind, attributes: { ...facts } }, context);
    return inContext(span, context, run);
  };
  setTracing({
    inSpan,
    noteFacts: (facts) => void current(contexts)?.setAttributes({ ...facts }),
    traceparent: () => renderTraceparent(current(contexts)?.spanContext()),
  });

  const traceRequest: TraceRequest = (request, response, requestId, run) => {
    if (untraced.test(request.url ?? '')) return run();
    const method = request.method ?? 'GET';
    const route = nameRoute(request.url ?? '/');
    const parent = contextOf(String(request.headers.traceparent ?? '') || null);
    const attributes = {
      ...{ 'http.request.method': method, 'http.route': route, 'latchkey.request_id': requestId },
    };
    const span = tracer.startSpan(`${method} ${route}`, { kind: SpanKind.SERVER, attributes }, parent);
    response.once('close', () => {
      span.setAttribute('http.response.status_code', response.statusCode);
      if (response.statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    });
    return contexts.run(trace.setSpan(parent, span), run);
  };
  const store = globalThis as unknown as Record<symbol, TraceRequest | undefined>;
  store[hook] = traceRequest;

  return {
    stop: async () => {
      store[hook] = undefined;
      setTracing(undefined);
      await provider.shutdown();
    },
  };
}

function current(contexts: AsyncLocalStorage<Context>): Span | undefined {
  const context = contexts.getStore();
  return context && trace.getSpan(context);
}

function contextOf(traceparent: string | null): Context {
  const parsed = traceparent === null ? null : parseTraceparent(traceparent);
  return parsed && isSpanContextValid(parsed) ? trace.setSpanContext(ROOT_CONTEXT, parsed) : ROOT_CONTEXT;
}
