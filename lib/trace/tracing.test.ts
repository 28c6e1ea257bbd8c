import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { POST } from '@/app/api/v1/codes/route';
import { loadSettings } from '@/lib/config/settings';
import { type SmtpSink, startSmtpSink } from '@/lib/delivery/providers/stand-ins/smtp-sink';
import { runOutbox } from '@/lib/flows/run-outbox';
import { createTestApi, type TestApi } from '@/lib/web/test-api';
import { nameRoute } from './name-route';
import { currentTraceparent, inSpan } from './span';
import { startTracing, type TraceRequest } from './start-tracing';
import { parseTraceparent, renderTraceparent } from './traceparent';

interface ReceivedSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: number;
  attributes: { key: string; value: Record<string, unknown> }[];
  status: { code?: number; message?: string };
}

/** A collector: OTLP over HTTP, as JSON. */
let collector: Server;
let received: ReceivedSpan[] = [];
let bodies = '';
let paths: string[] = [];
let web: Server;
let api: TestApi;
let sink: SmtpSink;

const portOf = (server: Server) => (server.address() as AddressInfo).port;
const listen = (server: Server) => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

beforeAll(async () => {
  sink = await startSmtpSink({ tls: 'none' });
  collector = createServer(async (request, response) => {
    let body = '';
    for await (const piece of request) body += piece;
    bodies += body;
    paths.push(request.url!);
    const { resourceSpans } = JSON.parse(body) as {
      resourceSpans: { scopeSpans: { spans: ReceivedSpan[] }[] }[];
    };
    received.push(...resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)));
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
  await listen(collector);
  api = await createTestApi({
    EMAIL_HOST: '127.0.0.1',
    EMAIL_PORT: String(sink.port),
    EMAIL_USE_TLS: 'False',
    DEFAULT_FROM_EMAIL: 'codes@shop.example',
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${portOf(collector)}`,
    OTEL_SERVICE_NAME: 'latchkey-of-the-test',
    OTEL_BSP_SCHEDULE_DELAY: '60000',
  });
  // As scripts/web-worker.mjs does it.
  web = createServer(async (request, response) => {
    const trace = (globalThis as unknown as Record<symbol, TraceRequest | undefined>)[
      Symbol.for('latchkey.trace-request')
    ];
    let body = '';
    for await (const piece of request) body += piece;
    const answer = async () => {
      const given = await api.call(POST, { body });
      response.writeHead(given.status).end(JSON.stringify(given.body));
    };
    await (trace ? trace(request, response, 'request-of-the-test', answer) : answer());
  });
  await listen(web);
});
afterAll(async () => {
  web.close();
  collector.close();
  await sink.close();
  await api.close();
});
afterEach(() => {
  received = [];
  bodies = '';
  paths = [];
});

async function click(address: string, headers: Record<string, string> = {}) {
  const asked = await fetch(
    `http://127.0.0.1:${portOf(web)}/api/v1/codes?from=${encodeURIComponent(address)}`,
    {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ purpose: 'verification', to: address }),
    },
  );
  const { id } = (await asked.json()) as { id: string };
  expect(asked.status).toBe(202);
  return api.readCode(id);
}

const factsOf = ({ attributes }: ReceivedSpan) =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));

describe('a trace', () => {
  test('leads from the click to the mail server, through the outbox, and holds neither address nor code', async () => {
    const tracing = startTracing();
    const code = await click('ann.lee@example.com');
    const outbox = runOutbox({ db: api.db }, { warn: () => {}, error: () => {} });
    const mail = await sink.waitFor('ann.lee@example.com');
    expect(mail.text).toContain(code);
    await outbox.stop();
    await tracing.stop();

    expect(paths).toEqual(['/v1/traces']);
    expect(received.map(({ name }) => name).sort()).toEqual([
      ...['POST /api/v1/codes', 'delivery.send', 'flow request_code', 'provider smtp'],
    ]);
    expect(new Set(received.map(({ traceId }) => traceId)).size).toBe(1);
    const [request, flow, delivery, call] = [
      ...['POST /api/v1/codes', 'flow request_code', 'delivery.send', 'provider smtp'],
    ].map((name) => received.find((span) => span.name === name)!) as [
      ReceivedSpan,
      ReceivedSpan,
      ReceivedSpan,
      ReceivedSpan,
    ];
    expect(request.parentSpanId).toBeUndefined();
    expect([flow.parentSpanId, delivery.parentSpanId, call.parentSpanId]).toEqual([
      ...[request.spanId, flow.spanId, delivery.spanId],
    ]);
    expect([request.kind, call.kind]).toEqual([2, 3]);
    expect(factsOf(request)).toMatchObject({
      'http.route': '/api/v1/codes',
      'http.response.status_code': 202,
      'latchkey.request_id': 'request-of-the-test',
    });
    expect(factsOf(flow)).toEqual({ 'latchkey.purpose': 'verification', 'latchkey.outcome': 'ok' });
    expect(factsOf(call)).toEqual({ 'latchkey.provider': 'smtp', 'latchkey.channel': 'email' });
    expect(bodies).toContain('latchkey-of-the-test');
    expect(bodies).not.toMatch(/ann\.lee|example\.com|%40|@/);
    // Times and ids are figures, too.
    expect(JSON.stringify(received.map(({ name, attributes }) => [name, attributes]))).not.toContain(code);
  });

  test('goes on where the caller has begun one', async () => {
    const tracing = startTracing();
    const trace = '0af7651916cd43dd8448eb211c80319c';
    await click('bob@example.com', { traceparent: `00-${trace}-b7ad6b7169203331-01` });
    await tracing.stop();
    const request = received.find(({ name }) => name === 'POST /api/v1/codes')!;
    expect([request.traceId, request.parentSpanId]).toEqual([trace, 'b7ad6b7169203331']);
    const rows = await api.db.delivery.findMany({ where: { address: 'bob@example.com' } });
    expect(rows[0]!.traceparent).toMatch(new RegExp(`^00-${trace}-[0-9a-f]{16}-01$`));
  });

  test('says how a call to a vendor failed, and nothing that was said', async () => {
    const tracing = startTracing();
    const refused = Object.assign(new Error('no mailbox ann@example.com'), { kind: 'invalid_address' });
    await expect(inSpan('provider smtp', {}, () => Promise.reject(refused))).rejects.toThrow(refused);
    await tracing.stop();
    expect(received[0]!.status).toEqual({ code: 2, message: 'invalid_address' });
    expect(bodies).not.toContain('ann@');
  });
});

describe('without tracing', () => {
  test('a span is only its work, nothing is sent, and messages carry no trace', async () => {
    expect(await inSpan('x', {}, async () => currentTraceparent())).toBeNull();
    await click('eve@example.com', {
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    });
    const [row] = await api.db.delivery.findMany({ where: { address: 'eve@example.com' } });
    expect(row!.traceparent).toBeNull();
    expect(received).toEqual([]);
  });

  test.each([
    [{}, false],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318' }, true],
    [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://localhost:4318/v1/traces' }, true],
    [{ OTEL_TRACES_EXPORTER: 'otlp' }, true],
    [{ OTEL_TRACES_EXPORTER: 'none', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318' }, false],
    [{ OTEL_SDK_DISABLED: 'true', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318' }, false],
  ])('%j: %s', (env, expected) => {
    expect(loadSettings({ APP_SECRET: process.env.APP_SECRET, ...env }).tracing).toBe(expected);
  });

  test.each([
    [{ OTEL_TRACES_EXPORTER: 'zipkin' }, /^OTEL_TRACES_EXPORTER/],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'localhost:4318' }, /^OTEL_EXPORTER_OTLP_ENDPOINT/],
    [{ OTEL_TRACES_EXPORTER: 'otlp', OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }, /^OTEL_EXPORTER_OTLP_PROTOCOL/],
  ])('a wrong setting is named: %j', (env, words) => {
    expect(() => loadSettings({ APP_SECRET: process.env.APP_SECRET, ...env })).toThrow(words);
  });
});

test.each([
  ['/login?to=ann@example.com', '/login'],
  ['/api/v1/codes/0b8f4a5e-6f0e-4c43-9a43-6a6d2f2f6a01/verify', '/api/v1/codes/{}/verify'],
  ['/v2/Services/VA00000000000000000000000000000001/Verifications', '/v2/Services/{}/Verifications'],
  ['/ann@example.com/123456', '/{}/{}'],
  ['/%61nn/a.php', '/{}/{}'],
  ['/a/b/c/d/e/f/g/h', '/a/b/c/d/e/f/{}'],
  ['/', '/'],
])('the path %s is called %s', (path, name) => {
  expect(nameRoute(path)).toBe(name);
});

test('a trace context is read and written as W3C says', () => {
  const text = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
  expect(renderTraceparent(parseTraceparent(text)!)).toBe(text);
  for (const wrong of ['', 'x', text.toUpperCase(), `${text}-x`, text.replace('00-', 'ff-')])
    expect(parseTraceparent(wrong)).toBeNull();
});
