import { readdirSync } from 'node:fs';
import type { Database } from '@/lib/db/client';
import { expect, test } from '../fixtures/test';
import { type SignedIn, signInAs, type Visitor } from './staff';

// Anonymous, customer, support, admin × every page, route and action of the console, from the folder's own list of files.

/** Whom each path lets in. A new file of app/admin that is not here fails. */
const open: Record<string, readonly Visitor[]> = {
  '/admin': ['support', 'admin'],
  '/admin/statistics.csv': ['support', 'admin'],
  '/admin/alerts': ['support', 'admin'],
  '/admin/customers': ['support', 'admin'],
  '/admin/customers/[id]': ['support', 'admin'],
  '/admin/customers/transfer': ['admin'],
  '/admin/customers/export': ['admin'],
  '/admin/deliveries': ['support', 'admin'],
  '/admin/deliveries/[id]': ['support', 'admin'],
  '/admin/guard': ['support', 'admin'],
  '/admin/keys': ['admin'],
  '/admin/live': ['support', 'admin'],
  '/admin/webhooks': ['admin'],
  '/admin/policy': ['admin'],
  '/admin/providers': ['support', 'admin'],
  '/admin/audit': ['admin'],
  '/admin/audit/export': ['admin'],
};

const paths = readdirSync('app/admin', { recursive: true })
  .map(String)
  .filter((file) => /(^|\/)(page\.tsx|route\.ts)$/.test(file))
  .map((file) => `/admin/${file.replace(/\/?(page\.tsx|route\.ts)$/, '')}`.replace(/\/$/, ''));

const visitors: readonly Visitor[] = ['anonymous', 'customer', 'support', 'admin'];

async function makeTargets(db: Database): Promise<Record<string, string>> {
  const { id } = await signInAs(db, 'customer', { factor: false });
  const delivery = await db.delivery.create({
    data: {
      userId: id,
      template: 'password_changed',
      channel: 'email',
      address: 'nobody@example.com',
      state: 'dropped',
    },
  });
  return {
    '/admin/customers/[id]': `/admin/customers/${id}`,
    '/admin/deliveries/[id]': `/admin/deliveries/${delivery.id}`,
  };
}

test('every path of the console is in the matrix', () => {
  expect([...paths].sort()).toEqual(Object.keys(open).sort());
});

for (const visitor of visitors) {
  test(`${visitor}: every page and route answers as the matrix says`, async ({ db, request }) => {
    const targets = await makeTargets(db);
    const cookie = visitor === 'anonymous' ? '' : (await signInAs(db, visitor)).cookie;
    for (const path of paths) {
      const answer = await request.get(targets[path] ?? path, { headers: { cookie }, maxRedirects: 0 });
      if (visitor === 'anonymous') {
        expect([path, answer.status(), answer.headers().location]).toEqual([path, 307, '/login']);
      } else {
        expect([path, answer.status()]).toEqual([path, open[path]?.includes(visitor) ? 200 : 404]);
        // The words of the console's own footer: nothing of its frame goes to others.
        const shows = (await answer.text()).includes('Codes are never shown here');
        expect([path, shows && answer.status() === 404]).toEqual([path, false]);
      }
    }
  });
}

test('staff without a second factor is sent to set one up, and sees nothing before', async ({
  db,
  request,
}) => {
  const { cookie } = await signInAs(db, 'admin', { factor: false });
  for (const path of paths) {
    const answer = await request.get(path.replace('[id]', 'x'), { headers: { cookie }, maxRedirects: 0 });
    expect([path, answer.status(), answer.headers().location]).toEqual([
      path,
      307,
      '/account/security?for=console',
    ]);
  }
});

test('what takes data out wants a fresh check', async ({ db, request }) => {
  const { cookie } = await signInAs(db, 'admin', { checkedMinutesAgo: 6 });
  for (const path of ['/admin/customers/transfer', '/admin/customers/export']) {
    const answer = await request.get(path, { headers: { cookie }, maxRedirects: 0 });
    expect(answer.headers().location).toBe('/account/confirm?next=%2Fadmin%2Fcustomers%2Ftransfer');
  }
});

interface Form {
  path: string;
  /** What makes React find the action, as the page that an admin gets has it. */
  hidden: Record<string, string>;
}

/** The forms of a page that post to an action. */
function readForms(path: string, html: string): Form[] {
  return [...html.matchAll(/<form\b[^>]*>(.*?)<\/form>/gs)]
    .map(([, inside]) => ({
      path,
      hidden: Object.fromEntries(
        [...inside!.matchAll(/<input type="hidden"[^>]*>/g)].map(([input]) => [
          /name="([^"]*)"/.exec(input)?.[1] ?? '',
          (/value="([^"]*)"/.exec(input)?.[1] ?? '').replaceAll('&quot;', '"').replaceAll('&amp;', '&'),
        ]),
      ),
    }))
    .filter(({ hidden }) => Object.keys(hidden).some((name) => name.startsWith('$ACTION')));
}

test('no action does anything for somebody who may not do it', async ({ db, request, baseURL }) => {
  const admin = await signInAs(db, 'admin');
  const targets = await makeTargets(db);
  const customerPath = targets['/admin/customers/[id]']!;
  const userId = customerPath.split('/').at(-1)!;
  const forms: Form[] = [];
  const withForms = [customerPath, '/admin/customers/transfer', '/admin/providers'];
  for (const path of [...withForms, '/admin/guard', '/admin/keys', '/admin/webhooks']) {
    const page = await request.get(path, { headers: { cookie: admin.cookie } });
    forms.push(...readForms(path, await page.text()));
  }
  expect(forms.length).toBeGreaterThanOrEqual(9);
  const others: (SignedIn | null)[] = [
    null,
    await signInAs(db, 'customer'),
    await signInAs(db, 'admin', { factor: false }),
    await signInAs(db, 'admin', { checkedMinutesAgo: 6 }),
    await signInAs(db, 'support'),
  ];
  const asked = {
    do: 'role:admin',
    why: 'curious',
    provider: 'twilio',
    country: '+91',
    amount: '1',
    currency: 'USD',
    switch: 'channel_off:sms=off',
    to: 'matrix@example.com',
    way: 'email',
    name: 'Matrix',
    'scope:codes': 'on',
    hours: '0',
    url: 'https://matrix.example.com',
  };
  const before = await db.auditEvent.count({ where: { type: 'admin_action' } });
  for (const who of others) {
    for (const { path, hidden } of forms) {
      const isReveal =
        who === others.at(-1) &&
        path === customerPath &&
        forms.findIndex((form) => form.path === path && form.hidden === hidden) === 1;
      // The prices are the last form of their page.
      const isPrice =
        path === '/admin/providers' &&
        who === others[3] &&
        hidden === forms.findLast((form) => form.path === path)?.hidden;
      // Support may look at addresses, and prices need no fresh check: the other tests cover them.
      if (isReveal || isPrice) continue;
      const answer = await request.post(path, {
        headers: { cookie: who?.cookie ?? '', origin: new URL(baseURL!).origin },
        multipart: { ...hidden, ...asked },
        maxRedirects: 0,
      });
      expect([path, [303, 307, 404].includes(answer.status()), answer.status()]).toEqual([
        path,
        true,
        answer.status(),
      ]);
    }
  }
  expect(await db.auditEvent.count({ where: { type: 'admin_action' } })).toBe(before);
  expect((await db.user.findUniqueOrThrow({ where: { id: userId } })).role).toBe('customer');
  expect(await db.operatorSwitch.count({ where: { key: 'channel_off:sms' } })).toBe(0);
  expect(await db.apiKey.count({ where: { name: 'Matrix' } })).toBe(0);
  expect(await db.webhookEndpoint.count({ where: { url: { contains: 'matrix.example.com' } } })).toBe(0);
  expect(await db.otp.count({ where: { address: 'matrix@example.com' } })).toBe(0);
  expect(await db.messagePrice.count({ where: { country: '+91', micros: 1_000_000n } })).toBe(0);
});
