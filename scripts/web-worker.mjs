import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { createAssetStore } from './asset-store.mjs';
import { addressPage } from './customer-pages.mjs';
import { answerDirectly, findDirectCall } from './direct-answer.mjs';
import { isForm, refuseForeignForm, refuseForeignHost } from './foreign-requests.mjs';
import { createFrontDoors } from './front-doors.mjs';
import { createPageStore } from './page-store.mjs';
import { createSecurityHeaders, readPrerenderedPages } from './security-headers.mjs';
import { createFormAnswers } from './unreadable-forms.mjs';
import { createWaitingRoom } from './waiting-room.mjs';

/**
 * One web process. Plain JavaScript on purpose: a loader for TypeScript would cost each of them 40 MB.
 * The main process (run-server.ts) gives it its settings in LATCHKEY_WORKER_OPTIONS, and tells it when the database is there.
 */

// The old space may grow by 40 % over what lived after the last collection, not to twice or four times as much.
setFlagsFromString('--heap-growing-percent=40');

const SHUTDOWN_MS = 10_000;
const DRAIN_MS = 1_000;
/** Whoever knocks at a server that starts is answered before loading Next keeps it busy for some tenths of a second. */
const DOORSTEP_MS = 25;
const options = JSON.parse(process.env.LATCHKEY_WORKER_OPTIONS ?? '{}');
const { dev, port, hosts, appUrl, loopback, projectDir, captchaSources } = options;
const { origin, host: publicName } = new URL(appUrl);
/** No other process answers (worker-pool.ts): what needs no Next is answered at once. */
let listensEarly = process.env.LATCHKEY_WORKER_FIRST === '1' && !dev;

// Ctrl-C reaches every process of the terminal; only the main one decides what happens, and in which order.
process.on('SIGINT', () => {});
process.on('SIGHUP', () => {});

// Server actions cannot set a status: they leave it here (lib/web/answer-status.ts).
const exchanges = new AsyncLocalStorage();
globalThis[Symbol.for('latchkey.exchange')] = exchanges;

// After a server action that leads on, Next asks itself for the next page. Without this it would ask by https here.
process.env.__NEXT_PRIVATE_ORIGIN ??= `http://${hosts[0] ?? 'localhost'}:${port}`;

/** Measures an exchange; loaded when the first requests can be answered, because it costs 60 ms. */
let observe = () => {};
/** Next's own handler, once it is there. */
let handle = null;
const waitingRoom = createWaitingRoom({ origin });
const databaseUrl = new Promise((resolve) => {
  process.on('message', (message) => message?.type === 'database' && resolve(message.url));
});
/** Answers that have not left yet. */
const underWay = new Set();
let stopping = false;
const doors = createFrontDoors({ hosts, port });

async function start() {
  const answer = createAnswers();
  for (const server of doors.servers) {
    server.headersTimeout = 15_000;
    server.requestTimeout = 30_000;
    // Longer than the 60 s of usual proxies, so that they close first.
    server.keepAliveTimeout = 65_000;
    server.on('request', answer);
  }
  if (listensEarly) {
    await doors.open();
    await wait(DOORSTEP_MS);
    // Told so while it began to listen.
    if (!listensEarly) doors.close();
  }
  const { default: next } = await import('next');
  // The app's own start asks the database, and sends what waits in it.
  process.env.DATABASE_URL = await databaseUrl;
  const app = next({ dev, dir: projectDir, hostname: 'localhost', port });
  await app.prepare();
  if (stopping) return;
  handle = app.getRequestHandler();
  if (dev) for (const server of doors.servers) server.on('upgrade', app.getUpgradeHandler());
  waitingRoom.open();
  if (!listensEarly) await doors.open();
  process.send?.({ type: 'ready' });
  const { startWorkerMetrics } = await import('./worker-metrics.mjs');
  observe = startWorkerMetrics(process.env.LATCHKEY_WORKER ?? '0');
}

/** What answers each request. */
function createAnswers() {
  const buildDir = join(projectDir, '.next');
  const build = dev ? { pages: new Map(), files: new Map() } : readPrerenderedPages(buildDir);
  const { pages, files } = build;
  const https = appUrl.startsWith('https:');
  const publicHost = loopback ? null : publicName;
  const guard = dev
    ? (request) => addressPage(request).page
    : createSecurityHeaders({ pages, https, publicHost, captchaSources });
  const servePage = createPageStore(files);
  const watchForm = createFormAnswers(build);
  const serveAsset = dev ? () => false : createAssetStore(buildDir);

  return (request, response) => {
    underWay.add(response);
    response.once('close', () => underWay.delete(response));
    // On a connection that is kept, whoever is to go elsewhere would come back here.
    if (stopping || (!listensEarly && !handle)) response.shouldKeepAlive = false;
    const requestId = nameRequest(request, response);
    const exchange = {
      requestId,
      whenAnswered: (task) => whenAnswered(response, task),
      isForm: isForm(request),
    };
    observe(request, response);
    const page = guard(request, response, exchange);
    if (loopback && refuseForeignHost(request, response)) return;
    if (refuseForeignForm(request, response)) return;
    watchForm(request, response, exchange);
    const answer = async () => {
      if (servePage(request, response, page) || serveAsset(request, response)) return;
      if (!handle && !(await waitingRoom.admit(request, response))) return;
      const direct = dev ? null : findDirectCall(request);
      await exchanges.run(exchange, () =>
        direct ? answerDirectly(request, response, direct, origin) : handle(request, response),
      );
    };
    // Put there by lib/trace/start-tracing.ts, where spans are wanted.
    const trace = globalThis[Symbol.for('latchkey.trace-request')];
    (trace ? trace(request, response, requestId, answer) : answer()).catch((error) => {
      console.error(error);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  };
}

/** New connections are refused, as before the start; those that are here wait. */
function stepBack() {
  if (!listensEarly || handle) return;
  listensEarly = false;
  doors.close();
  for (const response of underWay) endSoon(response);
}

/** The caller's id of the request, where it is harmless in a log line, else a new one; the answer carries it. */
function nameRequest(request, response) {
  const given = request.headers['x-request-id'];
  const id = /^[\w.:-]{8,64}$/.test(given ?? '') ? given : randomUUID();
  request.headers['x-request-id'] = id;
  response.setHeader('X-Request-Id', id);
  return id;
}

/** Tasks of one answer wait for it to leave; the client may also have gone. They are no part of the exchange. */
function whenAnswered(response, task) {
  const run = () => exchanges.exit(() => setImmediate(task));
  if (response.closed) run();
  else response.once('close', run);
}

/**
 * Ends what is under way, then the process. New connections go to the other processes at once. A proxy may be about to use
 * a connection that looks idle here: for a second it still gets its answer on it, and with it the word to close. Parts of
 * the app that registered in the set finish their own work meanwhile.
 */
async function shutDown() {
  if (stopping) return;
  stopping = true;
  setTimeout(() => process.exit(0), SHUTDOWN_MS).unref();
  const closed = doors.close();
  waitingRoom.close();
  for (const response of underWay) endSoon(response);
  setTimeout(() => {
    setInterval(() => doors.servers.forEach((server) => void server.closeIdleConnections()), 50).unref();
  }, DRAIN_MS).unref();
  const tasks = globalThis[Symbol.for('latchkey.shutdown')] ?? [];
  await Promise.allSettled([closed, ...[...tasks].map((task) => task())]);
  process.exit(0);
}

/** A stream of events would last for minutes; its browser asks again by itself, and meets a process that stays. */
function endSoon(response) {
  if (!response.headersSent) response.shouldKeepAlive = false;
  else if (`${response.getHeader('content-type')}`.startsWith('text/event-stream'))
    response.socket?.destroy();
}

process.on('message', (message) => {
  if (message?.type === 'shutdown') shutDown();
  if (message?.type === 'step-back') stepBack();
});
process.on('SIGTERM', () => {
  // Sent by the main process only after its patience ended, or by an administrator to this one process.
  shutDown();
});

process.send?.({ type: 'hears' });
start().catch((error) => {
  console.error(error);
  process.send?.({ type: 'failed', code: error.code, message: error.message }, () => process.exit(1));
});
