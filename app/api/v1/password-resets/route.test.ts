import { describe, expect, test } from 'vitest';
import { createApiKey } from '@/lib/accounts/api-keys';
import { verifyPassword } from '@/lib/accounts/password';
import { password, prepareAccountsApi } from '../accounts-fixture';
import { POST as RESET } from './route';

const api = prepareAccountsApi();

describe('a password reset', () => {
  test('sets the password once, and ends what was open', async () => {
    const user = await api.db.user.create({ data: { email: 'ann@example.com' } });
    const grant = await api.earn('password_reset', 'ann@example.com');
    expect((await api.call(RESET, { body: { grant, password } })).status).toBe(204);
    const { passwordHash } = await api.db.user.findUniqueOrThrow({ where: { id: user.id } });
    expect((await verifyPassword(passwordHash, password)).ok).toBe(true);
    const again = await api.call(RESET, { body: { grant, password } });
    expect(again).toMatchObject({ status: 400, body: { code: 'grant_invalid' } });
  });

  test('a weak password is refused with its reason, and the grant stays good', async () => {
    await api.db.user.create({ data: { email: 'ann@example.com' } });
    const grant = await api.earn('password_reset', 'ann@example.com');
    const weak = await api.call(RESET, { body: { grant, password: 'password1' } });
    expect(weak).toMatchObject({
      status: 400,
      body: { code: 'password_weak', errors: { password: expect.stringMatching(/common/) } },
    });
    expect((await api.call(RESET, { body: { grant, password } })).status).toBe(204);
  });

  test('takes no grant of another purpose or of another client', async () => {
    await api.db.user.create({ data: { email: 'ann@example.com' } });
    const login = await api.earn('login', 'ann@example.com');
    expect((await api.call(RESET, { body: { grant: login, password } })).body.code).toBe('grant_invalid');
    const keyed = await api.earn('password_reset', 'ann@example.com', api.bearer);
    expect((await api.call(RESET, { body: { grant: keyed, password } })).body.code).toBe('grant_invalid');
    expect((await api.call(RESET, { body: { grant: keyed, password }, headers: api.bearer })).status).toBe(
      204,
    );
  });
});

describe('a password reset by a code, without a grant between them', () => {
  const ask = (to: string, headers?: Record<string, string>) => api.ask('password_reset', to, headers);
  const reset = (body: unknown, headers: Record<string, string> = {}) => api.call(RESET, { body, headers });

  test('is what the grant would give, and gives no session', async () => {
    const user = await api.db.user.create({ data: { email: 'ann@example.com' } });
    for (const headers of [{}, api.bearer]) {
      const sent = await ask('ann@example.com', headers);
      const done = await reset({ ...sent, password }, headers);
      expect([done.status, done.body]).toEqual([204, expect.toSatisfy((body) => !body)]);
      expect(await reset({ ...sent, password }, headers)).toMatchObject({
        ...{ status: 409, body: { code: 'code_used' } },
      });
    }
    const { passwordHash } = await api.db.user.findUniqueOrThrow({ where: { id: user.id } });
    expect((await verifyPassword(passwordHash, password)).ok).toBe(true);
    expect(await api.db.session.count()).toBe(0);
  });

  test('a weak password is refused before the code; the own words of a customer with a grant after it', async () => {
    await api.db.user.create({ data: { email: 'ann@example.com', name: 'Wilhelmina Featherstone' } });
    const sent = await ask('ann@example.com');
    const weak = await reset({ ...sent, password: 'password1' });
    expect(weak).toMatchObject({
      status: 400,
      body: { code: 'password_weak', errors: { password: expect.stringMatching(/common/) } },
    });
    expect(weak.body.grant).toBeUndefined();
    const own = await reset({ ...sent, password: 'wilhelmina featherstone' });
    expect(own).toMatchObject({ status: 400, body: { code: 'password_weak', grant: expect.any(String) } });
    expect((await reset({ grant: own.body.grant, password })).status).toBe(204);
  });

  test('is refused in the words in which a code is, for an account and for nobody alike', async () => {
    await api.db.user.create({ data: { email: 'ann@example.com' } });
    for (const to of ['ann@example.com', 'nobody@example.com']) {
      const sent = { ...(await ask(to)), password };
      const wrong = { ...sent, code: await api.wrongCode(sent.code_id) };
      expect(await reset({ ...sent, code: 'abc' })).toMatchObject({ body: { code: 'code_malformed' } });
      for (const attempts_left of [4, 3, 2, 1]) {
        expect(await reset(wrong)).toMatchObject({
          ...{ status: 400, body: { code: 'code_incorrect', attempts_left } },
        });
      }
      expect(await reset(wrong)).toMatchObject({ status: 429, body: { code: 'too_many_attempts' } });
      expect(await reset(sent)).toMatchObject({ status: 429, body: { code: 'too_many_attempts' } });
    }
    for (const code_id of ['00000000-0000-4000-8000-000000000000', 'x']) {
      expect(await reset({ code_id, code: '123456', password })).toMatchObject({
        ...{ status: 404, body: { code: 'not_found' } },
      });
    }
  });

  test('takes a grant or a code with its id, and of a key what checking a code wants, too', async () => {
    const code_id = '00000000-0000-4000-8000-000000000000';
    const either = 'Send either `grant`, or `code_id` and `code`.';
    for (const [body, errors] of [
      [{}, { grant: either }],
      [{ grant: 'x', code_id, code: '123456' }, { grant: either }],
      [{ code_id }, { code: either }],
    ] as const) {
      expect(await reset({ ...body, password })).toMatchObject({
        ...{ status: 400, body: { code: 'request_invalid', errors } },
      });
    }
    const made = { name: 'narrow', createdBy: 'test', scopes: ['accounts' as const] };
    const { token } = await createApiKey(api.db, made);
    const sent = { code_id, code: '123456', password };
    expect(await reset(sent, { authorization: `Bearer ${token}` })).toMatchObject({
      ...{ status: 403, body: { code: 'forbidden', detail: 'The key lacks the scope "codes".' } },
    });
  });
});
