import { describe, expect, test } from 'vitest';
import { createApiKey } from '@/lib/accounts/api-keys';
import { prepareAccountsApi } from '../accounts-fixture';
import { POST as VERIFY } from '../codes/[id]/verify/route';
import { GET as ME } from '../customers/me/route';
import { POST as REFRESH } from './refresh/route';
import { POST as SESSIONS } from './route';

const api = prepareAccountsApi();

describe('a session by a code, without a grant between them', () => {
  const ask = (to: string, headers?: Record<string, string>) => api.ask('login', to, headers);
  const start = (body: unknown, headers: Record<string, string> = {}, client?: string) =>
    api.call(SESSIONS, { body, headers, client });

  test('is what the grant would give', async () => {
    const { id } = await api.db.user.create({ data: { email: 'ann@example.com' } });
    for (const headers of [{}, api.bearer]) {
      const sent = await ask('ann@example.com', headers);
      const session = await start(sent, headers);
      expect(session).toMatchObject({
        status: 201,
        body: { token_type: 'Bearer', customer_id: id, refresh_token: expect.any(String) },
      });
      const authorization = `Bearer ${session.body.access_token}`;
      expect((await api.call(ME, { method: 'GET', headers: { authorization } })).body).toMatchObject({
        ...{ id, email_verified: true },
      });
      const renewed = await api.call(REFRESH, { body: { refresh_token: session.body.refresh_token } });
      expect(renewed.status).toBe(200);
      expect(await start(sent, headers)).toMatchObject({ status: 409, body: { code: 'code_used' } });
      const checked = await api.call(VERIFY, {
        ...{ params: { id: sent.code_id }, body: { code: sent.code }, headers },
      });
      expect(checked).toMatchObject({ status: 409, body: { code: 'code_used' } });
    }
    const last = await api.db.session.findFirstOrThrow({ orderBy: { createdAt: 'desc' } });
    expect(last).toMatchObject({ userId: id, methods: ['code_email'], idleSeconds: null, deviceHash: null });
  });

  test('takes a grant or a code with its id, and says what is wrong with anything else', async () => {
    const code_id = '00000000-0000-4000-8000-000000000000';
    const either = 'Send either `grant`, or `code_id` and `code`.';
    for (const [body, errors] of [
      [{}, { grant: either }],
      [{ grant: 'x', code_id, code: '123456' }, { grant: either }],
      [{ grant: 'x', code: '123456' }, { grant: either }],
      [{ code_id }, { code: either }],
      [{ code: '123456' }, { code_id: either }],
      [{ second_factor: { way: 'totp', code: '123456' } }, { grant: either }],
    ] as const) {
      expect(await start(body)).toMatchObject({ status: 400, body: { code: 'request_invalid', errors } });
    }
  });

  test('is refused in the words in which a code is, for an account and for nobody alike', async () => {
    await api.db.user.create({ data: { email: 'ann@example.com' } });
    for (const to of ['ann@example.com', 'nobody@example.com']) {
      const sent = await ask(to);
      const wrong = { ...sent, code: await api.wrongCode(sent.code_id) };
      expect(await start({ ...sent, code: 'abc' })).toMatchObject({ body: { code: 'code_malformed' } });
      for (const attempts_left of [4, 3, 2, 1]) {
        expect(await start(wrong)).toMatchObject({
          ...{ status: 400, body: { code: 'code_incorrect', attempts_left } },
        });
      }
      const over = await start(wrong);
      expect(over).toMatchObject({ status: 429, body: { code: 'too_many_attempts', attempts_left: 0 } });
      expect(over.headers.get('retry-after')).toBeTruthy();
      expect(await start(sent)).toMatchObject({ status: 429, body: { code: 'too_many_attempts' } });
      expect(over.body.grant).toBeUndefined();
    }
    for (const code_id of ['00000000-0000-4000-8000-000000000000', 'x', "' OR 1=1 --"]) {
      expect(await start({ code_id, code: '123456' })).toMatchObject({
        ...{ status: 404, body: { code: 'not_found' } },
      });
    }
    expect(await api.db.session.count()).toBe(0);
  });

  test('counts against the client as a check of a code does', async () => {
    const sent = { code_id: '00000000-0000-4000-8000-000000000000', code: '123456' };
    const statuses = [];
    for (let count = 0; count < 100 && statuses.at(-1) !== 429; count += 1) {
      statuses.push((await start(sent, {}, '198.18.7.7')).status);
    }
    expect(statuses.at(-1)).toBe(429);
    const checked = await api.call(VERIFY, {
      ...{ params: { id: sent.code_id }, body: { code: sent.code }, client: '198.18.7.7' },
    });
    expect(checked).toMatchObject({ status: 429, body: { code: 'limited' } });
    expect(Number(checked.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  test('comes from a `login` code of the same application only', async () => {
    await api.db.user.create({ data: { email: 'ann@example.com' } });
    const keyed = await ask('ann@example.com', api.bearer);
    expect(await start(keyed)).toMatchObject({ status: 404, body: { code: 'not_found' } });
    const reset = await api.ask('password_reset', 'ann@example.com');
    expect(await start(reset)).toMatchObject({ status: 404, body: { code: 'not_found' } });
    expect((await start(keyed, api.bearer)).status).toBe(201);
  });

  test('wants of a key what checking a code wants, too', async () => {
    const made = { name: 'narrow', createdBy: 'test', scopes: ['accounts' as const] };
    const { token } = await createApiKey(api.db, made);
    const sent = { code_id: '00000000-0000-4000-8000-000000000000', code: '123456' };
    expect(await start(sent, { authorization: `Bearer ${token}` })).toMatchObject({
      ...{ status: 403, body: { code: 'forbidden', detail: 'The key lacks the scope "codes".' } },
    });
  });
});
