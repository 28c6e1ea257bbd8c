import { readdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { peerHeader } from '@/lib/web/client-address';
import { createTestApi, randomClient, type TestApi } from '@/lib/web/test-api';
import { answerDirectly, findDirectCall as findForRequest } from '@/scripts/direct-answer.mjs';
import { findDirectCall, offerDirectCalls } from './direct';

let api: TestApi;
let server: Server;
let url: string;

beforeAll(async () => {
  api = await createTestApi();
  offerDirectCalls();
  // As scripts/web-worker.mjs does it.
  server = createServer((request, response) => {
    const call = findForRequest(request);
    if (!call) return void response.writeHead(418).end('Next');
    request.headers[peerHeader] = randomClient();
    void answerDirectly(request, response, call, 'http://localhost:3000');
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.close();
  await api.close();
});

const json = { 'content-type': 'application/json' };
const ask = (body: string, headers: Record<string, string> = json) =>
  fetch(`${url}/api/v1/codes`, { method: 'POST', headers, body });
const request = JSON.stringify({ purpose: 'verification', to: 'ann@example.com' });

describe('a call that Next does not see', () => {
  test('asks for a code and checks it, with the headers of every answer', async () => {
    const asked = await ask(request);
    expect(asked.status).toBe(202);
    const { id } = (await asked.json()) as { id: string };
    expect(Object.fromEntries(asked.headers)).toMatchObject({
      'content-type': 'application/json',
      'cache-control': 'no-store',
      location: `/api/v1/codes/${id}`,
      vary: 'origin',
      ratelimit: expect.stringMatching(/^"/),
    });
    const state = await fetch(`${url}/api/v1/codes/${id}?x=1`);
    expect(await state.json()).toMatchObject({ id, status: 'live' });
    const body = JSON.stringify({ code: await api.readCode(id) });
    const right = await fetch(`${url}/api/v1/codes/${id}/verify`, { method: 'POST', headers: json, body });
    expect([right.status, await right.json()]).toMatchObject([200, { valid: true }]);
    const used = await fetch(`${url}/api/v1/codes/${id}/verify`, { method: 'POST', headers: json, body });
    expect(used.headers.get('content-type')).toBe('application/problem+json');
    expect(await used.json()).toMatchObject({
      code: 'code_used',
      request_id: used.headers.get('x-request-id'),
    });
  });

  test('has no body where there is none', async () => {
    const { id } = (await (await ask(request)).json()) as { id: string };
    const head = await fetch(`${url}/api/v1/codes/${id}`, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    const gone = await fetch(`${url}/api/v1/codes/${id}`, { method: 'DELETE' });
    expect([gone.status, await gone.text()]).toEqual([204, '']);
  });

  test.each([
    ['too long', JSON.stringify({ purpose: 'login', to: 'a'.repeat(20_000) }), json, 413],
    ['no JSON', '{', json, 400],
    ['no JSON by its name', request, { 'content-type': 'text/plain' }, 415],
    ['empty', '', json, 400],
  ])('a body that is %s is refused as everywhere', async (_, body, headers, status) => {
    const answer = await ask(body, headers);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ status });
  });

  test('a body that grows without a length is refused before its end', async () => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    const answered = new Promise<string>((resolve) => socket.once('data', (data) => resolve(String(data))));
    socket.write('POST /api/v1/codes HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n');
    socket.write(`Transfer-Encoding: chunked\r\n\r\n${(18_000).toString(16)}\r\n${'x'.repeat(18_000)}\r\n`);
    expect(await answered).toMatch(/^HTTP\/1\.1 413 /);
    socket.destroy();
  });

  test('who leaves in the middle leaves nothing behind', async () => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket
      .resume()
      .end(`POST /api/v1/codes HTTP/1.1\r\nHost: localhost\r\nContent-Length: 500\r\n\r\n{"purpose`);
    await new Promise((resolve) => socket.once('close', resolve));
    expect((await ask(request)).status).toBe(202);
  });

  test.each([
    ['POST', '/api/v1/codes/'],
    ['POST', '//api/v1/codes'],
    ['PROPFIND', '/api/v1/codes'],
    ['GET', '/api/v1/codes/a%20b'],
    ['GET', '/api/v1/codes/../customers/me'],
    ['GET', '/api/v1/openapi.json'],
    ['POST', '/login'],
    ['constructor', '/api/v1/codes'],
  ])('%s %s is for Next', (method, path) => {
    expect(findForRequest({ method, url: path } as never)).toBeNull();
  });
});

describe('the table', () => {
  test('leads each path to the file that Next would take', async () => {
    const files = readdirSync('app/api/v1', { recursive: true, encoding: 'utf8' });
    let direct = 0;
    for (const file of files.filter((name) => name.endsWith('route.ts') && !name.startsWith('['))) {
      const path = `/api/v1/${file.replace(/\/route\.ts$/, '')}`.replace('[id]', 'an-id');
      const own: Record<string, unknown> = await import(join(process.cwd(), 'app/api/v1', file));
      for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']) {
        const call = findDirectCall(method, path);
        if (!call) continue;
        direct += 1;
        expect(call.handle).toBe(own[method]);
        expect(call.params).toEqual(path.includes('an-id') ? { id: 'an-id' } : {});
      }
    }
    expect(direct).toBe(10 * 7);
  });
});
