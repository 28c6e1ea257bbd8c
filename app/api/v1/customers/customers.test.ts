import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createApiKey } from '@/lib/accounts/api-keys';
import { createTestApi, type TestApi } from '@/lib/web/test-api';
import { POST as CODES } from '../codes/route';
import { GET as ONE, PATCH } from './[id]/route';
import { GET, POST } from './route';

let api: TestApi;
let headers: Record<string, string>;
const bearer = ({ token }: { token: string }) => ({ authorization: `Bearer ${token}` });
beforeAll(async () => {
  api = await createTestApi();
  headers = bearer(await createApiKey(api.db, { name: 'crm', scopes: ['customers'], createdBy: 'test' }));
});
afterAll(() => api.close());
beforeEach(async () => {
  await api.db.limitWindow.deleteMany();
  await api.db.user.deleteMany();
});

const add = (body: unknown) => api.call(POST, { body, headers });
const list = (query = '') => api.call(GET, { method: 'GET', path: `/api/v1/customers${query}`, headers });
const change = (id: string, body: unknown) =>
  api.call(PATCH, { method: 'PATCH', params: { id }, body, headers });

describe('customers', () => {
  test('are for keys with the scope only', async () => {
    const other = bearer(await createApiKey(api.db, { name: 'x', scopes: ['codes'], createdBy: 'test' }));
    expect((await api.call(GET, { method: 'GET', path: '/api/v1/customers' })).status).toBe(401);
    expect((await api.call(GET, { method: 'GET', path: '/api/v1/customers', headers: other })).status).toBe(
      403,
    );
  });

  test('are added with addresses in their one form, unverified unless somebody says so', async () => {
    const made = await add({
      email: ' Ann@Example.COM',
      phone: '+1 (202) 555-0143',
      name: 'Ann',
      locale: 'en',
    });
    expect(made).toMatchObject({
      status: 201,
      body: {
        ...{ name: 'Ann', email: 'ann@example.com', phone: '+12025550143', locale: 'en', status: 'active' },
        ...{ email_verified: false, phone_verified: false, customer_type: null },
      },
    });
    expect(made.headers.get('location')).toBe(`/api/v1/customers/${made.body.id}`);
    const proved = await add({ email: 'bea@example.com', verified: true });
    expect(proved.body).toMatchObject({ email_verified: true, phone_verified: false });
    expect(await add({ email: 'ANN@example.com' })).toMatchObject({
      status: 409,
      body: { code: 'conflict' },
    });
  });

  test.each([
    [{}, 'address_invalid'],
    [{ email: '+12025550143' }, 'address_invalid'],
    [{ phone: 'ann@example.com' }, 'address_invalid'],
    [{ email: 'nobody' }, 'address_invalid'],
    [{ email: 'a@example.com', role: 'admin' }, 'request_invalid'],
    [{ email: 'a@example.com', name: 'a\u202eb' }, 'request_invalid'],
    [{ email: 'a@example.com', locale: 'en_US;' }, 'request_invalid'],
  ])('%j are refused', async (body, code) => {
    expect(await add(body)).toMatchObject({ status: 400, body: { code } });
    expect(await api.db.user.count()).toBe(0);
  });

  test('are listed page by page, each once, also when new ones come in between', async () => {
    const createdAt = new Date('2026-01-01T00:00:00Z');
    // All at the same instant: only the id tells them apart.
    await api.db.user.createMany({
      data: Array.from({ length: 25 }, (_, index) => ({ email: `c${index}@example.com`, createdAt })),
    });
    await api.db.user.create({ data: { email: 'boss@example.com', role: 'support' } });
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const { status, body } = await list(`?limit=10${cursor && `&cursor=${cursor}`}`);
      expect(status).toBe(200);
      seen.push(...body.customers.map(({ email }: { email: string }) => email));
      cursor = body.next_cursor;
      await api.db.user.create({ data: { email: `new${seen.length}@example.com` } });
    }
    expect(seen).toHaveLength(25);
    expect(new Set(seen).size).toBe(25);
  });

  test('are found by an address', async () => {
    await add({ email: 'ann@example.com' });
    expect((await list('?address=ANN%40example.com')).body.customers).toMatchObject([
      { email: 'ann@example.com' },
    ]);
    expect((await list('?address=no%40example.com')).body).toEqual({ customers: [], next_cursor: null });
  });

  test.each([
    '?limit=0',
    '?limit=x',
    '?limit=1000',
    '?cursor=x',
    '?unknown=1',
    '?limit=1&limit=2',
    '?__proto__=1',
  ])('refuse %s', async (query) => {
    expect(await list(query)).toMatchObject({ status: 400, body: { code: 'request_invalid' } });
  });

  test('are changed in what they do not prove; disabling ends their sessions', async () => {
    const { id } = (await add({ email: 'ann@example.com' })).body;
    await api.db.$executeRaw`
      INSERT INTO "Session" ("tokenHash", "userId", "methods", "expiresAt")
      VALUES ('\\x00', ${id}::uuid, '{}', now() + interval '1 day')`;
    const answer = await change(id, { name: 'Ann B', customer_type: 'Household', status: 'disabled' });
    expect(answer).toMatchObject({
      status: 200,
      body: { name: 'Ann B', customer_type: 'Household', status: 'disabled', email: 'ann@example.com' },
    });
    expect(await api.db.session.count({ where: { userId: id, endedAt: null } })).toBe(0);
    expect((await api.call(ONE, { method: 'GET', params: { id }, headers })).body.name).toBe('Ann B');
    for (const body of [{ role: 'admin' }, { status: 'gone' }, { email_verified: true }, { email: null }]) {
      expect((await change(id, body)).status).toBe(400);
    }
  });

  test('get a new address, which is unproved; the proved ones from before are told, and codes to them are dead', async () => {
    const { id } = (await add({ email: 'old@example.com', phone: '+12025550143', verified: true })).body;
    const asked = await api.call(CODES, { body: { purpose: 'login', to: 'old@example.com' } });
    expect(asked.status).toBe(202);
    const answer = await change(id, { email: ' New@Example.com' });
    expect(answer).toMatchObject({
      status: 200,
      body: { email: 'new@example.com', email_verified: false, phone_verified: true },
    });
    const notices = await api.db.delivery.findMany({
      where: { userId: id, template: 'address_changed' },
      orderBy: { address: 'asc' },
    });
    expect(notices).toMatchObject([
      { channel: 'sms', address: '+12025550143', params: { to: 'n•••••@e•••••.com' } },
      { channel: 'email', address: 'old@example.com', params: { to: 'n•••••@e•••••.com' } },
    ]);
    for (const { params } of notices) expect(params).not.toHaveProperty('undo');
    expect(await api.db.otp.findUnique({ where: { id: asked.body.id } })).toMatchObject({
      canceledAt: expect.any(Date),
    });
    const event = { type: 'address_changed', userId: id };
    expect(await api.db.auditEvent.findFirst({ where: event })).toMatchObject({
      actor: expect.stringMatching(/^api:/),
      data: { kind: 'email', by: 'api', verified: false },
    });
  });

  test('have a proved address at once where the application says that it has proved it', async () => {
    const { id } = (await add({ email: 'ann@example.com' })).body;
    const both = { email: 'ann@example.com', phone: '+12025550199', verified: true };
    expect((await change(id, both)).body).toMatchObject({ email_verified: true, phone_verified: true });
    const told = await api.db.delivery.count({ where: { userId: id } });
    // The same again without a word changes nothing, and tells nobody.
    expect((await change(id, { email: 'ann@example.com' })).body).toMatchObject({ email_verified: true });
    expect(await api.db.delivery.count({ where: { userId: id } })).toBe(told);
  });

  test('get no address of another account, and with it nothing else of the request', async () => {
    const { id } = (await add({ email: 'ann@example.com', name: 'Ann' })).body;
    await add({ phone: '+12025550143' });
    expect(await change(id, { name: 'Eve', email: 'b@example.com', phone: '+12025550143' })).toMatchObject({
      status: 409,
      body: { code: 'conflict' },
    });
    expect((await api.call(ONE, { method: 'GET', params: { id }, headers })).body).toMatchObject({
      ...{ name: 'Ann', email: 'ann@example.com', phone: null },
    });
    for (const [body, field] of [
      [{ email: '+12025550199' }, 'email'],
      [{ phone: 'ann@example.com' }, 'phone'],
    ] as const) {
      expect(await change(id, body)).toMatchObject({
        status: 400,
        body: { code: 'address_invalid', errors: { [field]: expect.any(String) } },
      });
    }
  });

  test('who are staff are not there', async () => {
    const { id } = await api.db.user.create({ data: { email: 'boss@example.com', role: 'support' } });
    expect((await api.call(ONE, { method: 'GET', params: { id }, headers })).status).toBe(404);
    expect((await change(id, { status: 'disabled' })).status).toBe(404);
    expect((await list('?address=boss%40example.com')).body.customers).toEqual([]);
  });
});

describe('the messages of a key with its own number for an address', () => {
  test('have an allowance of their own, and leave the one of the pages alone', async () => {
    const key = await createApiKey(api.db, {
      ...{ name: 'bank', createdBy: 'test', perMinute: 1000, perAddressHour: 8 },
    });
    const ask = (from: Record<string, string>) =>
      api.call(CODES, { body: { purpose: 'verification', to: 'often@example.com' }, headers: from });
    for (let count = 0; count < 8; count++) expect((await ask(bearer(key))).status).toBe(202);
    const over = await ask(bearer(key));
    expect(over).toMatchObject({ status: 429, body: { code: 'limited' } });
    expect((await ask({})).status).toBe(202);
  });
});
