import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type OwnVendor, openOwnVendor, type VendorManners } from './own-vendor';

let manners: VendorManners;
let vendor: OwnVendor;
beforeEach(async () => {
  manners = { begunAt: 0, paceMs: 0, fails: false };
  vendor = await openOwnVendor(() => manners);
});
afterEach(() => vendor.close());

async function dial(): Promise<{ line: Socket; path: string }> {
  const { hostname, port, pathname } = new URL(vendor.urlOf('vonage'));
  const line = connect(Number(port), hostname).on('error', () => {});
  await once(line, 'connect');
  return { line, path: pathname };
}

const request = (path: string, body: string, method = 'POST') =>
  `${method} ${path} HTTP/1.1\r\nhost: a\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;

async function hear(line: Socket): Promise<string> {
  return String((await once(line, 'data'))[0]);
}

test('listens on this machine only', () => {
  expect(new URL(vendor.urlOf('sns')).hostname).toBe('127.0.0.1');
});

test('takes request after request over one line, in pieces as in one', async () => {
  const { line, path } = await dial();
  line.write(request(`${path}/sms/json`, 'text=a'));
  expect(await hear(line)).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  const whole = Buffer.from(request(`${path}/sms/json`, 'text=नमस्ते'));
  let answer = '';
  line.on('data', (chunk) => {
    answer += String(chunk);
  });
  for (const at of [5, 40, whole.length - 4]) {
    line.write(whole.subarray(at === 5 ? 0 : at === 40 ? 5 : 40, at));
    // So that it comes as a piece of its own.
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(answer).toBe('');
  line.write(whole.subarray(-4));
  await expect.poll(() => answer, { timeout: 20_000 }).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  line.destroy();
});

describe('hangs up on', () => {
  const strangers: [string, (path: string) => string][] = [
    ['another address', () => request('/sms/json', 'a')],
    ['another secret', (path) => request(path.replace(/^\/./, '/x'), 'a')],
    ['another method', (path) => request(path, 'a', 'DELETE')],
    ['what is no HTTP', () => 'EHLO a\r\n\r\n'],
    ['a head without an end', (path) => `POST ${path} HTTP/1.1\r\na: ${'b'.repeat(20_000)}`],
    ['a body without an end', (path) => `POST ${path} HTTP/1.1\r\ncontent-length: 99999999\r\n\r\n`],
  ];
  test.each(strangers)('%s, without a word', async (_, write) => {
    const { line, path } = await dial();
    let heard = '';
    line.on('data', (chunk) => {
      heard += String(chunk);
    });
    const ended = new Promise((resolve) => line.once('close', resolve));
    line.write(write(path));
    await ended;
    expect(heard).toBe('');
  });
});

test('ends at once, with whoever is waiting', async () => {
  manners.begunAt = performance.now();
  manners.paceMs = 60_000;
  const { line, path } = await dial();
  line.write(request(path, 'a'));
  const ended = new Promise((resolve) => line.once('close', resolve));
  vendor.close();
  await ended;
  const { port } = new URL(vendor.urlOf('vonage'));
  const [error] = (await once(connect(Number(port), '127.0.0.1'), 'error')) as [{ code: string }];
  expect(error.code).toBe('ECONNREFUSED');
});
