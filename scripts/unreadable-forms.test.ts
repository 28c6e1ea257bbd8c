import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isForm } from './foreign-requests.mjs';
import { createSecurityHeaders } from './security-headers.mjs';
import { serveFromMemory } from './store-fixture';
import { createFormAnswers } from './unreadable-forms.mjs';

const html = '<!DOCTYPE html><h1>Dieses Formular ließ sich nicht lesen</h1>';
const form = { 'content-type': 'multipart/form-data; boundary=x', 'accept-language': 'de' };

/** What Next does with the answers here, by their address; the action or the error has its say first. */
const answers: Record<string, (response: ServerResponse, exchange: Exchange) => void> = {
  '/in-one-piece': (response, exchange) => {
    Object.assign(exchange, { unreadable: true, status: 400 });
    response.statusCode = 500;
    response.setHeader('Content-Type', 'text/plain').end('Internal Server Error');
  },
  '/in-pieces': (response, exchange) => {
    Object.assign(exchange, { unreadable: true, status: 413 });
    response.setHeader('Content-Encoding', 'gzip');
    response.writeHead(200, { 'Content-Type': 'text/html' });
    response.flushHeaders();
    response.write('<p>one');
    response.write('two');
    response.end('three');
  },
  '/no-such-action': (response) => {
    response.setHeader('x-nextjs-action-not-found', '1');
    response.statusCode = 409;
    response.end('Server Action unavailable.');
  },
  '/fault-of-ours': (response) => {
    response.statusCode = 500;
    response.end('Internal Server Error');
  },
  '/never': (response) => {
    // Nobody was waiting any more: what is said into an answer that has ended would end the process.
    response.once('finish', () => {
      response.write('late');
      response.end('later');
    });
  },
  '/slow': (response, exchange) => {
    exchange.acted = true;
    setTimeout(() => response.end('done'), 150);
  },
  '/good': (response, exchange) => {
    response.writeHead(200, { 'Content-Type': 'text/html' });
    response.flushHeaders();
    response.write('one ');
    // Too late: the browser has the first part.
    exchange.unreadable = true;
    response.end('two');
  },
};

type Exchange = { acted?: boolean; isForm: boolean; unreadable?: boolean; status?: number };

let folder: string;
let served: Awaited<ReturnType<typeof serveFromMemory>>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'forms-'));
  const file = join(folder, 'unreadable-form.html');
  await writeFile(file, html);
  const pages = new Map([['/customer/de/unreadable-form', () => ["'sha256-page'"]]]);
  const guard = createSecurityHeaders({ pages, https: false, publicHost: null });
  const files = new Map([['/customer/de/unreadable-form', file]]);
  const watchForm = createFormAnswers({ pages, files, patienceMs: 50 });
  served = await serveFromMemory((incoming: IncomingMessage, response) => {
    const exchange: Exchange = { isForm: isForm(incoming) };
    guard(incoming, response, exchange);
    watchForm(incoming, response, exchange);
    answers[incoming.url!]!(response, exchange);
    return true;
  });
});
afterAll(async () => {
  served.close();
  await rm(folder, { recursive: true });
});

const post = (path: string, headers: Record<string, string> = form) => served.get(path, headers, 'POST');

describe('a form that no action can be called with', () => {
  test.each([
    ['/in-one-piece', 400],
    ['/in-pieces', 413],
    ['/no-such-action', 409],
  ])('%s: is answered %i, with the page in the language of the visitor', async (path, status) => {
    const answer = await post(path);
    expect([answer.status, answer.body.toString()]).toEqual([status, html]);
    expect(answer.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-length': String(Buffer.byteLength(html)),
      'cache-control': 'private, no-store',
    });
    expect(answer.headers['content-security-policy']).toContain("script-src 'self' 'sha256-page';");
    expect(answer.headers['content-encoding']).toBeUndefined();
  });

  test('that a script sent gets what Next says, which the script understands, with our status', async () => {
    const called = { ...form, 'next-action': 'x' };
    const unreadable = await post('/in-one-piece', called);
    expect([unreadable.status, unreadable.body.toString()]).toEqual([400, 'Internal Server Error']);
    const unknown = await post('/no-such-action', called);
    expect([unknown.status, unknown.body.toString()]).toEqual([409, 'Server Action unavailable.']);
    expect(unknown.headers['x-nextjs-action-not-found']).toBe('1');
  });

  test('and never begins an action is answered in the end, and one that did may take its time', async () => {
    const never = await post('/never');
    expect([never.status, never.body.toString()]).toEqual([400, html]);
    expect((await post('/never', { ...form, 'next-action': 'x' })).status).toBe(400);
    const slow = await post('/slow');
    expect([slow.status, slow.body.toString()]).toEqual([200, 'done']);
  });

  test('has Next’s answer where nothing is prerendered', async () => {
    const answer = await post('/in-one-piece', { ...form, 'accept-language': 'fr' });
    expect([answer.status, answer.body.toString()]).toEqual([400, 'Internal Server Error']);
  });
});

test('a fault of ours stays one, and what has begun to leave goes on as it is', async () => {
  const fault = await post('/fault-of-ours');
  expect([fault.status, fault.body.toString()]).toEqual([500, 'Internal Server Error']);
  const good = await post('/good');
  expect([good.status, good.body.toString()]).toEqual([200, 'one two']);
});
