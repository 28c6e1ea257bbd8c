import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAssetStore } from './asset-store.mjs';
import { serveFromMemory } from './store-fixture';

const script = `export const words = "${'quiet harbour lamp '.repeat(100)}";`;
let folder: string;
let served: Awaited<ReturnType<typeof serveFromMemory>>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'build-'));
  await mkdir(join(folder, 'static/chunks'), { recursive: true });
  await writeFile(join(folder, 'static/chunks/a1~b2.js'), script);
  await writeFile(join(folder, 'static/chunks/a1.css'), 'p{color:red}');
  await writeFile(join(folder, 'static/chunks/a1.js.map'), '{}');
  await writeFile(join(folder, 'secret.js'), 'secret');
  served = await serveFromMemory(createAssetStore(folder));
});
afterAll(async () => {
  served.close();
  await rm(folder, { recursive: true });
});

const get = (...asked: Parameters<typeof served.get>) => served.get(...asked);

test('a script and a style sheet are answered byte for byte, compressed as the client takes it, and kept for ever', async () => {
  const plain = await get('/_next/static/chunks/a1~b2.js');
  expect([plain.status, plain.body.toString()]).toEqual([200, script]);
  expect(plain.headers).toMatchObject({
    'content-type': 'application/javascript; charset=UTF-8',
    'cache-control': 'public, max-age=31536000, immutable',
    'content-length': String(script.length),
    vary: 'Accept-Encoding',
  });
  const small = await get('/_next/static/chunks/a1~b2.js?dpl=1', { 'accept-encoding': 'gzip, br' });
  expect(small.headers['content-encoding']).toBe('br');
  expect(brotliDecompressSync(small.body).toString()).toBe(script);
  const older = await get('/_next/static/chunks/a1.css', { 'accept-encoding': 'gzip' });
  expect(older.headers['content-type']).toBe('text/css; charset=UTF-8');
  expect(gunzipSync(older.body).toString()).toBe('p{color:red}');
});

test('it is not sent again to who has it', async () => {
  const { etag } = (await get('/_next/static/chunks/a1.css')).headers;
  const again = await get('/_next/static/chunks/a1.css', { 'if-none-match': etag! });
  expect([again.status, again.body.length]).toEqual([304, 0]);
});

test.each([
  ['a file that the build does not have', '/_next/static/chunks/gone.js', {}, 'GET'],
  ['a file of another kind', '/_next/static/chunks/a1.js.map', {}, 'GET'],
  ['a path that leads out', '/_next/static/../secret.js', {}, 'GET'],
  ['the same, in other letters', '/_next/static/%2e%2e/secret.js', {}, 'GET'],
  ['another folder', '/secret.js', {}, 'GET'],
  ['a part of it', '/_next/static/chunks/a1.css', { range: 'bytes=0-1' }, 'GET'],
  ['a form', '/_next/static/chunks/a1.css', {}, 'POST'],
] as const)('%s is for Next', async (_, path, headers, method) => {
  const answer = await get(path, { ...headers }, method);
  expect([answer.status, answer.body.toString()]).toEqual([418, 'Next']);
  expect(answer.headers['cache-control']).toBeUndefined();
});
