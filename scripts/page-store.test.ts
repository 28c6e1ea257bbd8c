import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chooseEncoding } from './kept-answer.mjs';
import { createPageStore } from './page-store.mjs';
import { serveFromMemory } from './store-fixture';

const html = `<!DOCTYPE html><p>Anmelden</p>${'ü'.repeat(2_000)}`;
let folder: string;
let served: Awaited<ReturnType<typeof serveFromMemory>>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pages-'));
  const file = join(folder, 'login.html');
  await writeFile(file, html);
  const servePage = createPageStore(new Map([['/customer/de/login', file]]));
  served = await serveFromMemory((incoming, response) =>
    servePage(incoming, response, incoming.url!.startsWith('/login') ? '/customer/de/login' : null),
  );
});
afterAll(async () => {
  served.close();
  await rm(folder, { recursive: true });
});

const get = (...asked: Parameters<typeof served.get>) => served.get(...asked);

describe('a prerendered page', () => {
  test('is answered from memory, byte for byte, in the best form that the client takes', async () => {
    const plain = await get('/login');
    expect([plain.status, plain.body.toString()]).toEqual([200, html]);
    expect(plain.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-length': String(Buffer.byteLength(html)),
    });
    expect(plain.headers['content-encoding']).toBeUndefined();
    const small = await get('/login', { 'accept-encoding': 'gzip, deflate, br' });
    expect(small.headers['content-encoding']).toBe('br');
    expect(brotliDecompressSync(small.body).toString()).toBe(html);
    const older = await get('/login?from=mail', { 'accept-encoding': 'gzip' });
    expect(older.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(older.body).toString()).toBe(html);
    for (const { headers } of [plain, small, older]) {
      expect(headers.vary).toContain('Accept-Encoding');
      expect(headers.vary).toContain('rsc');
    }
  });

  test('is not sent again to who has it', async () => {
    const { etag } = (await get('/login')).headers;
    for (const known of [etag!, `W/${etag}`, `"other", ${etag}`]) {
      const again = await get('/login', { 'if-none-match': known });
      expect([again.status, again.headers.etag, again.body.length]).toEqual([304, etag, 0]);
    }
    expect((await get('/login', { 'if-none-match': '"other"' })).status).toBe(200);
  });

  test('has its headers, and nothing else, for HEAD', async () => {
    const { status, headers, body } = await get('/login', {}, 'HEAD');
    expect([status, headers['content-length'], body.length]).toEqual([
      200,
      String(Buffer.byteLength(html)),
      0,
    ]);
  });

  test.each([
    ['a form', '/login', {}, 'POST'],
    ['a call of the router', '/login', { rsc: '1' }, 'GET'],
    ['a call of the router by its query', '/login?_rsc=abc', {}, 'GET'],
    ['a call of a server action', '/login', { 'next-action': 'x' }, 'GET'],
    ['a part of it', '/login', { range: 'bytes=0-9' }, 'GET'],
    ['a draft', '/login', { cookie: 'a=b; __prerender_bypass=x' }, 'GET'],
    ['another page', '/account', {}, 'GET'],
  ] as const)('%s is for Next', async (_, path, headers, method) => {
    const answer = await get(path, { ...headers }, method);
    expect([answer.status, answer.body.toString()]).toEqual([418, 'Next']);
    expect(answer.headers.vary).toBeUndefined();
  });

  test('is read once', async () => {
    await get('/login');
    await writeFile(join(folder, 'login.html'), 'changed');
    expect((await get('/login')).body.toString()).toBe(html);
    expect(await readFile(join(folder, 'login.html'), 'utf8')).toBe('changed');
  });
});

describe('chooseEncoding', () => {
  test.each([
    [undefined, ''],
    ['', ''],
    ['identity', ''],
    ['*', ''],
    ['gzip;q=1.0, br;q=0.5', 'br'],
    ['br;q=0, gzip', 'gzip'],
    ['br; q=0.000, GZIP;q=0.1', 'gzip'],
    ['brotli, gzipped', ''],
  ])('%j: %j', (header, encoding) => {
    expect(chooseEncoding(header)).toBe(encoding);
  });
});
