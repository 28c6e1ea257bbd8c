import { expect, test } from '../fixtures/test';

const publicPaths = [
  '/',
  '/login',
  '/forgot-password',
  '/choose-method',
  '/verify',
  '/reset-password',
  '/no-such-page',
];

for (const path of publicPaths) {
  test(`${path} has the headers that keep a browser safe`, async ({ request }) => {
    const response = await request.get(path);
    const headers = response.headers();
    expect(headers['x-powered-by']).toBeUndefined();
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['referrer-policy']).toMatch(
      /^(no-referrer|same-origin|strict-origin|strict-origin-when-cross-origin)$/,
    );
    expect(headers['cross-origin-opener-policy']).toBe('same-origin');
    const policy = parsePolicy(headers['content-security-policy']);
    expect(policy.get('object-src')).toEqual(["'none'"]);
    expect(policy.get('base-uri')).toEqual(["'none'"]);
    expect(policy.get('frame-ancestors')).toEqual(["'none'"]);
    expect(policy.get('form-action')).toEqual(["'self'"]);
    const scripts = policy.get('script-src') ?? policy.get('default-src') ?? ["'unsafe-inline'"];
    expect(scripts).not.toContain("'unsafe-inline'");
    expect(scripts).not.toContain("'unsafe-eval'");
    for (const source of scripts) expect(source).not.toMatch(/^(\*|https?:|data:|blob:)/);
  });
}

test('every inline script of a page is one that the policy names', async ({ request }) => {
  const { createHash } = await import('node:crypto');
  for (const path of publicPaths) {
    const response = await request.get(path);
    const sources = parsePolicy(response.headers()['content-security-policy']).get('script-src') ?? [];
    const html = await response.text();
    for (const [, attributes, script] of html.matchAll(/<script([^>]*)>([\s\S]*?)<\/script>/g)) {
      if (/\ssrc=/.test(attributes!)) continue;
      const hash = `'sha256-${createHash('sha256').update(script!).digest('base64')}'`;
      const nonce = `'nonce-${/nonce="([^"]+)"/.exec(attributes!)?.[1]}'`;
      expect(sources.includes(hash) || sources.includes(nonce), `${path}: ${script!.slice(0, 80)}`).toBe(
        true,
      );
    }
  }
});

test('a page about one person is never kept by a cache', async ({ site, customer, mailbox }) => {
  const expectNotKept = async (path: string) => {
    const response = await site.page.goto(path);
    expect(new URL(site.page.url()).pathname).toBe(path);
    expect(response?.headers()['cache-control'], path).toContain('no-store');
  };
  await site.forgotPassword.open();
  await site.forgotPassword.submit(customer.email);
  await expectNotKept('/choose-method');
  await site.chooseMethod.submit('Email');
  await expectNotKept('/verify');
  await site.verify.submit(await mailbox.waitForCode(customer.email));
  await site.resetPassword.expectOpen();
  await expectNotKept('/reset-password');
  await site.signInByPassword(customer.email, customer.password);
  await expectNotKept('/account');
});

test('cookies are out of reach of scripts and of other sites', async ({ site, customer, context }) => {
  await site.forgotPassword.open();
  await site.forgotPassword.submit(customer.email);
  await site.signInByPassword(customer.email, customer.password);
  // The one that scripts read says what has just happened, and holds no data.
  const cookies = (await context.cookies()).filter(({ name }) => name !== 'latchkey.notice');
  expect(cookies.length).toBeGreaterThan(0);
  for (const { name, httpOnly, sameSite, path } of cookies) {
    expect({ name, httpOnly, sameSite, path }).toEqual({ name, httpOnly: true, sameSite: 'Lax', path: '/' });
  }
});

test('the cookie changes at each sign-in', async ({ site, customer, context }) => {
  const readSession = async () => (await context.cookies()).find(({ name }) => /session/i.test(name))?.value;
  await site.signInByPassword(customer.email, customer.password);
  const first = await readSession();
  await site.signOut();
  await site.signInByPassword(customer.email, customer.password);
  const second = await readSession();
  expect(first).toBeTruthy();
  expect(second).toBeTruthy();
  expect(second).not.toBe(first);
});

function parsePolicy(header: string | undefined): Map<string, string[]> {
  const directives = (header ?? '').split(';').map((directive) => directive.trim().split(/\s+/));
  return new Map(directives.map(([name = '', ...sources]) => [name, sources]));
}

test('every answer carries the id of its request, the caller’s own where it is harmless', async ({
  request,
}) => {
  const id = async (path: string, headers: Record<string, string> = {}) =>
    (await request.get(path, { headers })).headers()['x-request-id'];
  for (const path of ['/login', '/no-such-page', '/api/health', '/choose-method']) {
    const made = await id(path);
    expect(made).toMatch(/^[0-9a-f-]{36}$/);
    expect(await id(path)).not.toBe(made);
    expect(await id(path, { 'x-request-id': 'from-the-proxy.1' })).toBe('from-the-proxy.1');
    expect(await id(path, { 'x-request-id': 'two words {"level":60}' })).toMatch(/^[0-9a-f-]{36}$/);
  }
  const refused = await request.post('/api/v1/codes', { data: { purpose: 'nonsense' } });
  expect((await refused.json()).request_id).toBe(refused.headers()['x-request-id']);
});
