import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { captchaVendors } from '@/lib/guard/captcha/vendors';
import {
  buildPolicy,
  createSecurityHeaders,
  hashInlineScripts,
  readPrerenderedPages,
} from './security-headers.mjs';

const sha256 = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

interface Exchange {
  status: number;
  headers: IncomingMessage['headers'];
  /** What the application saw. */
  seen: IncomingMessage['headers'];
}

let server: Server | undefined;
afterEach(() => server?.close());

type Handler = Parameters<typeof createServer>[1] & {};

async function exchange(
  path: string,
  options: {
    method?: string;
    headers?: Record<string, string>;
    https?: boolean;
    publicHost?: string;
    captchaSources?: Record<string, readonly string[]>;
  },
  handler: Handler = (_, response) => response.end('ok'),
): Promise<Exchange> {
  const pages = new Map([
    ['/customer/en/login', () => [sha256('login()')]],
    ['/customer/en/login/signed_out', () => [sha256('gone()')]],
    ['/customer/de/login', () => [sha256('anmelden()')]],
    ['/_not-found', () => [sha256('lost()')]],
  ]);
  const guard = createSecurityHeaders({
    pages,
    https: options.https ?? false,
    publicHost: options.publicHost ?? null,
    captchaSources: options.captchaSources,
  });
  let seen: IncomingMessage['headers'] = {};
  server = createServer((incoming, response) => {
    guard(incoming, response);
    seen = incoming.headers;
    handler(incoming, response);
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server?.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    const { method, headers } = options;
    request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (response) => {
      response.resume();
      response.once('end', () => resolve({ status: response.statusCode!, headers: response.headers, seen }));
    })
      .once('error', reject)
      .end();
  });
}

const scriptSources = (headers: IncomingMessage['headers']) =>
  /script-src ([^;]*)/.exec(String(headers['content-security-policy']))?.[1] ?? '';

describe('the policy', () => {
  test('never allows inline scripts or eval in general, nor plug-ins, frames or another base', () => {
    const policy = buildPolicy(["'nonce-x'"]);
    expect(policy).not.toMatch(/unsafe-/);
    for (const part of [
      "object-src 'none'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
      "form-action 'self'",
    ]) {
      expect(policy).toContain(part);
    }
  });

  test('names the hashes of the inline scripts of a page, not of files, data or empty ones', () => {
    const html =
      '<script>a()</script><script src="/b.js"></script><SCRIPT async id="x">c()\n</SCRIPT >' +
      '<script type="application/json">{"d":1}</script><script></script><script>a()</script>';
    expect(hashInlineScripts(html)).toEqual([sha256('a()'), sha256('c()\n')]);
  });

  test('reads them from the build, and passes over what was prerendered but is no page', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'build-'));
    await mkdir(join(folder, 'server/app'), { recursive: true });
    await writeFile(
      join(folder, 'prerender-manifest.json'),
      JSON.stringify({
        routes: { '/': {}, '/login': { initialRevalidateSeconds: false }, '/icon.svg': {} },
      }),
    );
    await writeFile(join(folder, 'server/app/index.html'), '<script>home()</script>');
    await writeFile(join(folder, 'server/app/login.html'), '<script>login()</script>');
    const { pages, files } = readPrerenderedPages(folder);
    expect([...pages].map(([path, hashes]) => [path, hashes()])).toEqual([
      ['/', [sha256('home()')]],
      ['/login', [sha256('login()')]],
    ]);
    expect([...files]).toEqual([['/login', join(folder, 'server/app/login.html')]]);
    await rm(folder, { recursive: true });
  });
});

describe('an answer', () => {
  test('of a prerendered page allows its own scripts by hash, under every spelling of its address', async () => {
    for (const path of ['/login', '/login/', '/login?next=%2F', '/%6Cogin']) {
      const { headers, seen } = await exchange(path, {});
      expect(scriptSources(headers)).toBe(`'self' ${sha256('login()')}`);
      expect(seen['content-security-policy']).toBeUndefined();
      expect(headers['cache-control']).toBe('private, no-cache');
    }
  });

  test('is the page in the language of the visitor, with what has just happened', async () => {
    for (const [headers, page, script] of [
      [{}, '/customer/en/login', 'login()'],
      [{ 'accept-language': 'xx, de-AT;q=0.9, en' }, '/customer/de/login', 'anmelden()'],
      [{ 'accept-language': 'en', cookie: 'a=1; latchkey.language=de' }, '/customer/de/login', 'anmelden()'],
      [{ cookie: 'latchkey.language=xx' }, '/customer/en/login', 'login()'],
      [{ cookie: 'latchkey.notice=signed_out' }, '/customer/en/login/signed_out', 'gone()'],
      [{ cookie: 'latchkey.notice=../admin' }, '/customer/en/login', 'login()'],
    ] as const) {
      const answer = await exchange('/login', { headers: { ...headers } });
      expect(answer.seen['x-latchkey-page']).toBe(page);
      expect(scriptSources(answer.headers)).toBe(`'self' ${sha256(script)}`);
      expect(answer.headers.vary).toBe('Cookie, Accept-Language');
    }
  });

  test('of an address that is no page of customers names their language only', async () => {
    const { headers, seen } = await exchange('/nowhere', { headers: { 'accept-language': 'de' } });
    expect(seen['x-latchkey-page']).toBeUndefined();
    expect(seen['x-latchkey-language']).toBe('de');
    expect(headers.vary).toBeUndefined();
  });

  test('of a rendered page, or to a POST, has a fresh nonce that the application learns of', async () => {
    const nonces = new Set<string>();
    for (const [path, method] of [
      ['/account', 'GET'],
      ['/login', 'POST'],
      ['/account', 'GET'],
    ] as const) {
      const { headers, seen } = await exchange(path, { method });
      const nonce = /'nonce-[A-Za-z0-9+/]{22}=='/.exec(scriptSources(headers))![0];
      expect(seen['content-security-policy']).toContain(nonce);
      // An unknown path is answered with the prerendered page for that.
      expect(scriptSources(headers)).toContain(sha256('lost()'));
      nonces.add(nonce);
    }
    expect(nonces.size).toBe(3);
  });

  test("that is a picture of the operator's can run and load nothing, opened by itself", async () => {
    for (const path of ['/brand/logo', '/brand/logo?v=0123456789abcdef', '/brand/icon']) {
      const { headers } = await exchange(path, {});
      expect(headers['content-security-policy']).toMatch(/^default-src 'none'; .*; sandbox$/);
      expect(headers['x-content-type-options']).toBe('nosniff');
    }
    for (const path of ['/brand', '/brand/', '/brand/a/b', '/brand.css']) {
      expect((await exchange(path, {})).headers['content-security-policy']).toContain("'nonce-");
    }
  });

  test('carries the other protections, and HSTS only over https', async () => {
    const plain = await exchange('/account', {});
    expect(plain.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    });
    expect(plain.headers['strict-transport-security']).toBeUndefined();
    const secure = await exchange('/account', { https: true });
    expect(secure.headers['strict-transport-security']).toBe('max-age=31536000');
    expect(secure.seen['x-forwarded-proto']).toBe('https');
  });

  test('is never stored when it sets a cookie, however the headers were written', async () => {
    const cookie = 'session=1';
    const viaSetHeader = await exchange('/login', {}, (_, response) => {
      response.setHeader('Set-Cookie', cookie).setHeader('Cache-Control', 's-maxage=60').end();
    });
    const viaWriteHead = await exchange('/api/x', {}, (_, response) => {
      response
        .writeHead(201, 'Made', { 'Set-Cookie': cookie, 'Cache-Control': 'public', 'X-Powered-By': 'x' })
        .end();
    });
    expect(viaSetHeader.headers['cache-control']).toBe('private, no-store');
    expect(viaWriteHead).toMatchObject({ status: 201, headers: { 'cache-control': 'private, no-store' } });
    expect(viaWriteHead.headers['set-cookie']).toEqual([cookie]);
    expect(viaWriteHead.headers['x-powered-by']).toBeUndefined();
  });

  test('of a page or a silent handler is not stored, but a handler may decide, and build files stay cached', async () => {
    const html: Handler = (_, response) => response.setHeader('Content-Type', 'text/html').end();
    const chosen: Handler = (_, response) => response.setHeader('Cache-Control', 'public, max-age=60').end();
    expect((await exchange('/account', {}, html)).headers['cache-control']).toBe('private, no-store');
    expect((await exchange('/api/x', {})).headers['cache-control']).toBe('no-store');
    expect((await exchange('/api/x', {}, chosen)).headers['cache-control']).toBe('public, max-age=60');
    expect((await exchange('/_next/static/a.js', {}, chosen)).headers['cache-control']).toBe(
      'public, max-age=60',
    );
  });
});

test('a client cannot pass itself off as the server, as Next or as a proxy', async () => {
  const forged = {
    'content-security-policy': "script-src 'nonce-mine'",
    'content-security-policy-report-only': "script-src 'nonce-mine'",
    'x-nonce': 'mine',
    'x-middleware-subrequest': 'middleware',
    'x-middleware-rewrite': '/admin',
    'x-matched-path': '/admin',
    'x-forwarded-host': 'evil.example',
    'x-forwarded-proto': 'https',
    forwarded: 'host=evil.example',
    'x-latchkey-peer': '10.0.0.1',
    'x-latchkey-other': '1',
    'x-latchkey-language': 'de',
    'x-latchkey-page': '/admin',
    'x-forwarded-for': '203.0.113.9',
  };
  const { seen } = await exchange('/login', { headers: forged, publicHost: 'login.example.com' });
  expect(seen).toEqual({
    host: expect.any(String),
    connection: expect.any(String),
    // Believed or not by TRUSTED_PROXIES, with the peer as the first step.
    'x-forwarded-for': '203.0.113.9',
    'x-latchkey-peer': '127.0.0.1',
    'x-latchkey-language': 'en',
    'x-latchkey-page': '/customer/en/login',
    'x-forwarded-proto': 'http',
    'x-forwarded-host': 'login.example.com',
  });
});

describe('a captcha that is set', () => {
  const captchaSources = captchaVendors.hcaptcha.sources as Record<string, readonly string[]>;
  const directive = (headers: IncomingMessage['headers'], name: string) =>
    new RegExp(`${name} ([^;]*)`).exec(String(headers['content-security-policy']))?.[1];

  test('opens the public pages for its sources, rendered or not, and nothing else', async () => {
    for (const [path, method] of [
      ['/login', 'GET'],
      ['/login', 'POST'],
      ['/choose-method', 'GET'],
    ] as const) {
      const { headers } = await exchange(path, { method, captchaSources });
      expect(directive(headers, 'frame-src')).toBe('https://hcaptcha.com https://*.hcaptcha.com');
      expect(scriptSources(headers)).toMatch(/https:\/\/hcaptcha\.com https:\/\/\*\.hcaptcha\.com$/);
      expect(String(headers['content-security-policy'])).not.toMatch(/unsafe-|google|cloudflare/);
    }
  });

  test('leaves the account, the console and the API closed, and everything where none is set', async () => {
    for (const path of ['/account/security', '/admin', '/api/v1/codes', '/inbox']) {
      const { headers } = await exchange(path, { captchaSources });
      expect([path, directive(headers, 'frame-src')]).toEqual([path, "'none'"]);
      expect(String(headers['content-security-policy'])).not.toContain('hcaptcha');
    }
    expect(directive((await exchange('/login', {})).headers, 'frame-src')).toBe("'none'");
  });
});
