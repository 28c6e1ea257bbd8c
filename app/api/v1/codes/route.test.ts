import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApiKey } from '@/lib/accounts/api-keys';
import { createTestApi, randomClient, type TestApi } from '@/lib/web/test-api';
import { POST as RESEND } from './[id]/resend/route';
import { DELETE, GET as GET_CODE } from './[id]/route';
import { POST as VERIFY } from './[id]/verify/route';
import { GET, OPTIONS, POST } from './route';

let api: TestApi;
let bearer: Record<string, string>;
beforeAll(async () => {
  api = await createTestApi({ API_ALLOWED_ORIGINS: 'https://shop.example.com' });
  const key = await createApiKey(api.db, { name: 'shop', createdBy: 'test' });
  bearer = { authorization: `Bearer ${key.token}` };
});
afterAll(() => api.close());

const ask = (body: object, more: object = {}) => api.call(POST, { body, ...more });
const askFor = async (to: string, more: object = {}) =>
  (await ask({ purpose: 'verification', to }, more)).body.id as string;
const check = (id: string, code: unknown, more: object = {}) =>
  api.call(VERIFY, { params: { id }, body: { code }, ...more });

describe('asking for a code', () => {
  test('answers with the state of a new code, its address masked', async () => {
    const answer = await ask({ purpose: 'verification', to: ' New@Example.COM ' });
    expect(answer.status).toBe(202);
    expect(answer.body).toMatchObject({
      purpose: 'verification',
      channel: 'email',
      to: 'n•••••@e•••••.com',
      status: 'live',
      attempts_left: 5,
      delivery: 'queued',
    });
    expect(Date.parse(answer.body.expires_at) - Date.now()).toBeGreaterThan(590_000);
    expect(answer.headers.get('location')).toBe(`/api/v1/codes/${answer.body.id}`);
    expect(answer.headers.get('ratelimit')).toBe('"api_anonymous";r=4;t=60');
    expect(answer.headers.get('ratelimit-policy')).toBe('"api_anonymous";q=5;w=60');
    expect(JSON.stringify(answer.body)).not.toContain(await api.readCode(answer.body.id));
  });

  test('looks the same for an address with an account and for one without', async () => {
    await api.db.user.create({ data: { email: 'known@example.com', phone: '+919876543210' } });
    for (const purpose of ['login', 'password_reset', 'registration']) {
      const known = await ask({ purpose, to: 'known@example.com' });
      const unknown = await ask({ purpose, to: 'kmown@example.com' });
      expect(known.status).toBe(202);
      const shape = ({ body: { id, expires_at, can_resend_at, ...rest } }: typeof known) => rest;
      expect(shape(known)).toEqual(shape(unknown));
      expect([...known.headers.keys()]).toEqual([...unknown.headers.keys()]);
    }
  });

  test('shows a decoy in the same way when it is asked for again', async () => {
    const client = randomClient();
    for (const to of ['stranger-1@example.com', 'stranger-2@example.com', 'stranger-3@example.com']) {
      const asked = await ask({ purpose: 'login', to, channel: 'sms' }, { client });
      const { body } = await api.call(GET_CODE, { method: 'GET', params: { id: asked.body.id }, client });
      expect(body.to).toBe(asked.body.to);
    }
  });

  test('lets an anonymous client ask five times a minute, then says how long to wait', async () => {
    const client = randomClient();
    for (let n = 0; n < 5; n++) {
      expect((await ask({ purpose: 'verification', to: `p${n}@example.com` }, { client })).status).toBe(202);
    }
    const refused = await ask({ purpose: 'verification', to: 'p6@example.com' }, { client });
    expect(refused.status).toBe(429);
    expect(refused.body.code).toBe('limited');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(50);
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(60);
  });

  test('counts a client with a key by its key, ten a minute', async () => {
    const key = await createApiKey(api.db, { name: 'busy', createdBy: 'test', perMinute: 12 });
    const headers = { authorization: `Bearer ${key.token}` };
    for (let n = 0; n < 12; n++) {
      const { status } = await ask({ purpose: 'verification', to: `k${n}@example.com` }, { headers });
      expect(status).toBe(202);
    }
    expect((await ask({ purpose: 'verification', to: 'k13@example.com' }, { headers })).status).toBe(429);
  });

  test('gives second-factor codes to applications only', async () => {
    expect((await ask({ purpose: 'second_factor', to: 'known@example.com' })).status).toBe(401);
    const answer = await ask({ purpose: 'second_factor', to: 'known@example.com' }, { headers: bearer });
    expect(answer.status).toBe(202);
  });

  test('refuses a key that is not good, also where none is needed', async () => {
    const answer = await ask(
      { purpose: 'verification', to: 'a@example.com' },
      { headers: { authorization: `Bearer lk_${'A'.repeat(43)}` } },
    );
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
  });

  test('sends once for a repeated request with an Idempotency-Key', async () => {
    const headers = { ...bearer, 'idempotency-key': 'order-1' };
    const body = { purpose: 'verification', to: 'once@example.com' };
    const first = await ask(body, { headers });
    const second = await ask(body, { headers });
    expect(second.status).toBe(202);
    expect(second.body).toEqual(first.body);
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    expect(await api.db.delivery.count({ where: { address: 'once@example.com' } })).toBe(1);
    const other = await ask({ ...body, to: 'other@example.com' }, { headers });
    expect(other).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
    const raced = await Promise.all(
      [1, 2, 3].map(() =>
        ask({ ...body, to: 'race@example.com' }, { headers: { ...bearer, 'idempotency-key': 'r' } }),
      ),
    );
    expect(raced.map(({ status }) => status).sort()).toSatisfy((all: number[]) =>
      all.every((s) => [202, 409].includes(s)),
    );
    expect(await api.db.delivery.count({ where: { address: 'race@example.com' } })).toBe(1);
  });
});

describe('checking a code', () => {
  test('accepts the right one once, with a grant', async () => {
    const id = await askFor('right@example.com');
    const code = await api.readCode(id);
    const answer = await check(id, ` ${code.slice(0, 3)}-${code.slice(3)} `);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ valid: true, id, purpose: 'verification', to: 'r•••••@e•••••.com' });
    expect(answer.body.grant).toMatch(/^[\w-]{43}$/);
    const again = await check(id, code);
    expect(again).toMatchObject({ status: 409, body: { code: 'code_used' } });
  });

  test('reads it in the digits and dashes of any keyboard, as it reads the address', async () => {
    const written = { zero: ['0', '\uFF10', '\u0660', '\u0966'], dash: ['-', 'ー', ' ', '\u2212'] };
    for (const [index, zero] of written.zero.entries()) {
      const id = await askFor(`ｗｉｄｅ${index}＠example.com`);
      expect(await api.db.otp.findUniqueOrThrow({ where: { id } })).toMatchObject({
        address: `wide${index}@example.com`,
      });
      const typed = (await api.readCode(id)).replace(/\d/g, (digit) =>
        String.fromCodePoint(zero.codePointAt(0)! + Number(digit)),
      );
      const answer = await check(id, `${typed.slice(0, 3)}${written.dash[index]}${typed.slice(3)}`);
      expect([typed, answer.status]).toEqual([typed, 200]);
    }
  });

  test('counts wrong ones down to none', async () => {
    const id = await askFor('wrong@example.com');
    const wrong = await api.wrongCode(id);
    for (const left of [4, 3, 2, 1]) {
      expect(await check(id, wrong)).toMatchObject({
        status: 400,
        body: { code: 'code_incorrect', attempts_left: left },
      });
    }
    expect(await check(id, wrong)).toMatchObject({ status: 429, body: { code: 'too_many_attempts' } });
    const late = await check(id, await api.readCode(id));
    expect(late).toMatchObject({ status: 429, body: { code: 'too_many_attempts' } });
    expect(late.headers.has('retry-after')).toBe(true);
  });

  test('says when a code has expired', async () => {
    const id = await askFor('late@example.com');
    await api.db.$executeRaw`UPDATE "Otp" SET "createdAt" = now() - interval '11 minutes',
      "expiresAt" = now() - interval '1 minute' WHERE "id" = ${id}::uuid`;
    expect(await check(id, await api.readCode(id))).toMatchObject({
      status: 410,
      body: { code: 'code_expired' },
    });
  });

  test('does not count what cannot be a code', async () => {
    const id = await askFor('form@example.com');
    for (const typed of ['', 'abcdef', '12345', '1234567', '12 34']) {
      expect(await check(id, typed)).toMatchObject({ status: 400, body: { code: 'code_malformed' } });
    }
    for (const typed of [123456, ['123456'], { $ne: '' }, null, true]) {
      expect(await check(id, typed)).toMatchObject({ status: 400, body: { code: 'request_invalid' } });
    }
    const { attempts } = await api.db.otp.findUniqueOrThrow({ where: { id } });
    expect(attempts).toBe(0);
  });

  test("shows nobody another client's code", async () => {
    const id = await askFor('mine@example.com', { headers: bearer });
    const code = await api.readCode(id);
    const foreign = await check(id, code);
    const missing = await check('00000000-0000-4000-8000-000000000000', code);
    expect(foreign).toMatchObject({ status: 404, body: { code: 'not_found' } });
    expect({ ...foreign.body, request_id: '' }).toEqual({ ...missing.body, request_id: '' });
    expect((await check('nonsense', code)).status).toBe(404);
    expect((await api.call(GET_CODE, { method: 'GET', params: { id } })).status).toBe(404);
    expect((await api.call(DELETE, { method: 'DELETE', params: { id } })).status).toBe(404);
    expect((await api.call(RESEND, { params: { id } })).status).toBe(404);
    expect((await check(id, code, { headers: bearer })).status).toBe(200);
  });
});

describe('the rest of its life', () => {
  test('a new code comes after the cool-down, and the old one is dead', async () => {
    const id = await askFor('again@example.com');
    const early = await api.call(RESEND, { params: { id } });
    expect(early).toMatchObject({ status: 429, body: { code: 'too_soon' } });
    expect(Number(early.headers.get('retry-after'))).toBeGreaterThan(25);
    const old = await api.readCode(id);
    await api.db.$executeRaw`UPDATE "Otp" SET "resendAvailableAt" = now() WHERE "id" = ${id}::uuid`;
    expect(await api.call(RESEND, { params: { id } })).toMatchObject({ status: 202, body: { id } });
    expect(await check(id, old)).toMatchObject({ status: 400, body: { code: 'code_incorrect' } });
    expect((await check(id, await api.readCode(id))).status).toBe(200);
  });

  test('a cancelled code is over', async () => {
    const id = await askFor('cancel@example.com');
    expect((await api.call(DELETE, { method: 'DELETE', params: { id } })).status).toBe(204);
    expect((await api.call(DELETE, { method: 'DELETE', params: { id } })).status).toBe(204);
    const seen = await api.call(GET_CODE, { method: 'GET', params: { id } });
    expect(seen).toMatchObject({ status: 200, body: { status: 'canceled' } });
    expect(await check(id, await api.readCode(id))).toMatchObject({ status: 410 });
  });
});

describe('requests that are none', () => {
  const deep = `${'['.repeat(7_000)}${']'.repeat(7_000)}`;
  const bad: [string, unknown, Record<string, string>, number][] = [
    ['an array for a string', { purpose: 'verification', to: ['a@example.com'] }, {}, 400],
    ['an operator', { purpose: 'verification', to: { $gt: '' } }, {}, 400],
    ['no address', { purpose: 'verification' }, {}, 400],
    ['an unknown field', { purpose: 'verification', to: 'a@example.com', admin: true }, {}, 400],
    ['an unknown purpose', { purpose: 'approval', to: 'a@example.com' }, {}, 400],
    ['a duplicate name', '{"purpose":"verification","to":"a@example.com","to":"b@example.com"}', {}, 400],
    [
      'an escaped duplicate',
      '{"purpose":"verification","to":"a@example.com","t\\u006f":"b@example.com"}',
      {},
      400,
    ],
    ['a NUL', '{"purpose":"verification","to":"a\\u0000@example.com"}', {}, 400],
    ['a lone surrogate', '{"purpose":"verification","to":"\\ud800@example.com"}', {}, 400],
    ['__proto__', '{"purpose":"verification","to":"a@example.com","__proto__":{}}', {}, 400],
    ['deep arrays', deep, {}, 400],
    ['half of a document', '{"purpose":', {}, 400],
    ['nothing', '', {}, 400],
    ['null', 'null', {}, 400],
    ['a megabyte', { purpose: 'verification', to: 'a'.repeat(1_000_000) }, {}, 413],
    [
      'a form',
      'purpose=verification&to=a@example.com',
      { 'content-type': 'application/x-www-form-urlencoded' },
      415,
    ],
    ['plain text', '{"purpose":"verification","to":"a@example.com"}', { 'content-type': 'text/plain' }, 415],
    [
      'UTF-16',
      '{"purpose":"verification","to":"a@example.com"}',
      { 'content-type': 'application/json; charset=utf-16' },
      415,
    ],
    ['no address at all', { purpose: 'verification', to: 'nobody' }, {}, 400],
    ['a satellite number', { purpose: 'verification', to: '+881612345678' }, {}, 400],
    [
      'a channel that does not fit',
      { purpose: 'verification', to: 'a@example.com', channel: 'sms' },
      {},
      400,
    ],
    [
      'another site',
      { purpose: 'verification', to: 'a@example.com' },
      { origin: 'https://evil.example' },
      403,
    ],
  ];
  test.each(bad)('%s is refused, and nothing is sent', async (_, body, headers, status) => {
    const before = await api.db.delivery.count();
    const answer = await api.call(POST, { body, headers });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.body).toMatchObject({ status, code: expect.any(String), type: expect.any(String) });
    expect(answer.body.request_id).toBe(answer.headers.get('x-request-id'));
    expect(await api.db.delivery.count()).toBe(before);
  });

  test('names each field that is wrong', async () => {
    const { body } = await ask({ purpose: 'x', to: 1, more: 1 });
    expect(Object.keys(body.errors).sort()).toEqual(['more', 'purpose', 'to']);
  });

  test('another method is refused with those that there are', async () => {
    const answer = await api.call(GET, { method: 'GET' });
    expect(answer).toMatchObject({ status: 405, body: { code: 'method_not_allowed' } });
    expect(answer.headers.get('allow')).toBe('POST, OPTIONS');
  });
});

describe('scripts of other sites', () => {
  test('are let in from configured origins only', async () => {
    const origin = 'https://shop.example.com';
    const asked = await api.call(OPTIONS, { method: 'OPTIONS', headers: { origin } });
    expect(asked.status).toBe(204);
    expect(asked.headers.get('access-control-allow-origin')).toBe(origin);
    expect(asked.headers.get('access-control-allow-headers')).toContain('content-type');
    const answer = await ask({ purpose: 'verification', to: 'cors@example.com' }, { headers: { origin } });
    expect(answer.headers.get('access-control-allow-origin')).toBe(origin);
    const foreign = await api.call(OPTIONS, {
      method: 'OPTIONS',
      headers: { origin: 'https://evil.example' },
    });
    expect(foreign.headers.has('access-control-allow-origin')).toBe(false);
  });
});
