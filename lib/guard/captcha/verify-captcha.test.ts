import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { CaptchaSettings } from '@/lib/config/captcha-settings';
import { captchaVendors } from './vendors';
import { isCaptchaResting, verifyCaptcha, wakeCaptcha } from './verify-captcha';

/** Stands in for `siteverify` of all three: what it was asked, and what it answers. */
let server: Server;
let asked: Record<string, string>[] = [];
let answer: { status: number; body: string } | 'hang';
let settings: CaptchaSettings;

beforeAll(async () => {
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    asked.push(Object.fromEntries(new URLSearchParams(body)));
    if (answer === 'hang') return;
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  settings = {
    provider: 'turnstile',
    siteKey: 'site',
    secret: 'the secret',
    verifyUrl: `http://127.0.0.1:${port}/siteverify`,
  };
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  asked = [];
  wakeCaptcha();
});

const says = (body: object, status = 200) => {
  answer = { status, body: JSON.stringify(body) };
};
const check = (
  over: { response?: string; hostname?: string | null } = {},
  change: Partial<CaptchaSettings> = {},
) =>
  verifyCaptcha(
    { ...settings, ...change },
    { response: 'token', clientAddress: '203.0.113.9', hostname: 'login.example.com', ...over },
  );

describe.each(['turnstile', 'hcaptcha', 'recaptcha'] as const)('a captcha of %s', (provider) => {
  test('passes when the vendor says so, who is told the secret, the response and the address', async () => {
    says({ success: true, hostname: 'login.example.com', challenge_ts: '2026-11-20T10:00:00Z' });
    expect(await check({}, { provider })).toBe('passed');
    expect(asked).toEqual([{ secret: 'the secret', response: 'token', remoteip: '203.0.113.9' }]);
  });

  test('is refused when the response is wrong, late or used', async () => {
    says({ success: false, 'error-codes': ['timeout-or-duplicate'] });
    expect(await check({}, { provider })).toBe('refused');
    expect(isCaptchaResting()).toBe(false);
  });

  test('tells a wrong secret of ours from a wrong response of the visitor', async () => {
    says({ success: false, 'error-codes': ['invalid-input-secret'] });
    expect(await check({}, { provider })).toBe('unavailable');
  });

  test('opens the policy for its own documented https origins only', () => {
    for (const source of Object.values(captchaVendors[provider].sources).flat()) {
      expect(source).toMatch(
        /^https:\/\/(\*\.)?(challenges\.cloudflare|hcaptcha|www\.google|www\.gstatic|recaptcha\.google)\.com(\/recaptcha\/)?$/,
      );
    }
    expect(captchaVendors[provider].sources['script-src']).not.toEqual([]);
  });
});

test('a response that was earned on another site is refused; on this machine any site is right', async () => {
  says({ success: true, hostname: 'evil.example' });
  expect(await check()).toBe('refused');
  expect(await check({ hostname: null })).toBe('passed');
});

test('an empty or endless response never reaches the vendor', async () => {
  says({ success: true });
  expect(await check({ response: '' })).toBe('refused');
  expect(await check({ response: 'a'.repeat(4_001) })).toBe('refused');
  expect(asked).toEqual([]);
});

test('a success that is not exactly true is none', async () => {
  for (const success of ['true', 1, {}, undefined]) {
    says({ success });
    expect(await check()).toBe('refused');
  }
});

test.each([
  ['answers with an error', { status: 503, body: '{"success":true}' }],
  ['answers with no JSON', { status: 200, body: '<html>' }],
  ['answers with nothing', { status: 200, body: 'null' }],
])('a vendor that %s is unavailable, and is left alone for a while', async (_, given) => {
  answer = given;
  expect(await check()).toBe('unavailable');
  expect(isCaptchaResting()).toBe(true);
  expect(isCaptchaResting(Date.now() + 31_000)).toBe(false);
});

test('a vendor that hangs is given up within ten seconds', async () => {
  answer = 'hang';
  const startedAt = performance.now();
  expect(await check()).toBe('unavailable');
  expect(performance.now() - startedAt).toBeLessThan(10_000);
}, 15_000);

test('a vendor that cannot be reached is unavailable', async () => {
  expect(await check({}, { verifyUrl: 'http://127.0.0.1:9/siteverify' })).toBe('unavailable');
});
