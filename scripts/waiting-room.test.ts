import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createWaitingRoom } from './waiting-room.mjs';

let server: Server | undefined;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** A server whose app is behind the room, and what asks it. */
async function open(patienceMs?: number) {
  const room = createWaitingRoom({ origin: 'https://login.example.com', patienceMs });
  let arrived = 0;
  server = createServer(async (request, response) => {
    arrived += 1;
    if (await room.admit(request, response)) response.end('the app');
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server?.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  const ask = (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${port}${path}`, init);
  const untilArrived = async (count: number) => {
    while (arrived < count) await new Promise((resolve) => setImmediate(resolve));
  };
  return { room, ask, untilArrived };
}

test('whoever asks for the app waits until it is there, and goes on', async () => {
  const { room, ask, untilArrived } = await open();
  const answers = Promise.all([ask('/account'), ask('/api/v1/codes', { method: 'POST', body: '{}' })]);
  await untilArrived(2);
  room.open();
  for (const answer of await answers) expect([answer.status, await answer.text()]).toEqual([200, 'the app']);
  expect(await (await ask('/api/ready')).text()).toBe('the app');
});

test('probes hear at once that the server lives and is not ready', async () => {
  const { ask } = await open();
  const health = await ask('/api/health');
  expect([health.status, await health.json()]).toEqual([200, { status: 'starting' }]);
  const ready = await ask('/api/ready?verbose');
  expect([ready.status, await ready.json()]).toEqual([503, { status: 'starting' }]);
  expect(ready.headers.get('retry-after')).toBe('2');
  for (const answer of [health, ready]) expect(answer.headers.get('cache-control')).toBe('no-store');
});

test('who has waited too long is told to try again, in the form that was asked for', async () => {
  const { ask } = await open(1);
  const page = await ask('/account', { headers: { accept: 'text/html,*/*' } });
  expect([page.status, page.headers.get('retry-after'), await page.text()]).toEqual([
    503,
    '2',
    'Not available at the moment. Try again shortly.\n',
  ]);
  const call = await ask('/api/v1/codes', { headers: { 'x-request-id': 'caller-1234' } });
  expect([call.status, call.headers.get('content-type'), await call.json()]).toEqual([
    503,
    'application/problem+json',
    {
      type: 'https://login.example.com/docs/api#unavailable',
      title: 'Not available at the moment. Try again shortly.',
      status: 503,
      code: 'unavailable',
      request_id: 'caller-1234',
    },
  ]);
});

test('a server that ends before it was ready sends everybody away', async () => {
  const { room, ask, untilArrived } = await open();
  const waiting = ask('/account');
  await untilArrived(1);
  room.close();
  expect((await waiting).status).toBe(503);
  expect((await ask('/account')).status).toBe(503);
});

test('a client that leaves is forgotten, and closing an open room shuts nobody out', async () => {
  const { room, ask, untilArrived } = await open();
  const gone = new AbortController();
  const left = ask('/account', { signal: gone.signal });
  await untilArrived(1);
  gone.abort();
  await expect(left).rejects.toThrow();
  room.open();
  room.close();
  expect((await ask('/account')).status).toBe(200);
});
