import { createLocalJWKSet, decodeProtectedHeader, jwtVerify, SignJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createApiKey } from '@/lib/accounts/api-keys';
import { makeBackupCodes } from '@/lib/accounts/backup-codes';
import { findAccountById } from '@/lib/accounts/find-account';
import { hashPassword, verifyPassword } from '@/lib/accounts/password';
import { confirmTotp, getPendingTotpSecret, startTotp } from '@/lib/accounts/totp';
import { addPasskey } from '@/lib/flows/add-passkey';
import { askPasskey } from '@/lib/flows/ask-passkey';
import { SoftwarePasskey } from '@/lib/flows/passkey-fixture';
import { startPasskeySetup } from '@/lib/flows/start-passkey-setup';
import { appCode, currentStep, newVisit } from '@/lib/flows/visit-fixture';
import { createTestApi, type TestApi } from '@/lib/web/test-api';
import { GET as JWKS } from '../../.well-known/jwks.json/route';
import { POST as VERIFY } from './codes/[id]/verify/route';
import { POST as CODES } from './codes/route';
import { GET as ME } from './customers/me/route';
import { POST as RESET } from './password-resets/route';
import { POST as REGISTER } from './registrations/route';
import { POST as PASSKEY } from './sessions/passkey-options/route';
import { POST as REFRESH } from './sessions/refresh/route';
import { POST as REVOKE } from './sessions/revoke/route';
import { POST as SESSIONS } from './sessions/route';
import { POST as FACTOR_CODES } from './sessions/second-factor-codes/route';

/** On a name below ours, as browsers want it where a passkey of ours is asked for. */
const frontEnd = 'http://shop.localhost:4000';
let api: TestApi;
let bearer: Record<string, string>;
beforeAll(async () => {
  api = await createTestApi({ API_ALLOWED_ORIGINS: frontEnd });
  const key = await createApiKey(api.db, {
    ...{ name: 'shop', createdBy: 'test', perMinute: 1000 },
    scopes: ['codes', 'accounts'],
  });
  bearer = { authorization: `Bearer ${key.token}` };
});
afterAll(() => api.close());
beforeEach(async () => {
  await api.db.limitWindow.deleteMany();
  await api.db.hold.deleteMany();
  await api.db.user.deleteMany();
});

async function earn(purpose: string, to: string, headers: Record<string, string> = {}): Promise<string> {
  const { body } = await api.call(CODES, { body: { purpose, to }, headers });
  const code = await api.readCode(body.id);
  const answer = await api.call(VERIFY, { params: { id: body.id }, body: { code }, headers });
  expect(answer.status).toBe(200);
  return answer.body.grant;
}
const password = 'a quiet harbour at dawn';

describe('a password reset', () => {
  test('sets the password once, and ends what was open', async () => {
    const user = await api.db.user.create({ data: { email: 'ann@example.com' } });
    const grant = await earn('password_reset', 'ann@example.com');
    expect((await api.call(RESET, { body: { grant, password } })).status).toBe(204);
    const { passwordHash } = await api.db.user.findUniqueOrThrow({ where: { id: user.id } });
    expect((await verifyPassword(passwordHash, password)).ok).toBe(true);
    const again = await api.call(RESET, { body: { grant, password } });
    expect(again).toMatchObject({ status: 400, body: { code: 'grant_invalid' } });
  });

  test('a weak password is refused with its reason, and the grant stays good', async () => {
    await api.db.user.create({ data: { email: 'ann@example.com' } });
    const grant = await earn('password_reset', 'ann@example.com');
    const weak = await api.call(RESET, { body: { grant, password: 'password1' } });
    expect(weak).toMatchObject({
      status: 400,
      body: { code: 'password_weak', errors: { password: expect.stringMatching(/common/) } },
    });
    expect((await api.call(RESET, { body: { grant, password } })).status).toBe(204);
  });

  test('takes no grant of another purpose or of another client', async () => {
    await api.db.user.create({ data: { email: 'ann@example.com' } });
    const login = await earn('login', 'ann@example.com');
    expect((await api.call(RESET, { body: { grant: login, password } })).body.code).toBe('grant_invalid');
    const keyed = await earn('password_reset', 'ann@example.com', bearer);
    expect((await api.call(RESET, { body: { grant: keyed, password } })).body.code).toBe('grant_invalid');
    expect((await api.call(RESET, { body: { grant: keyed, password }, headers: bearer })).status).toBe(204);
  });
});

describe('a password reset by a code, without a grant between them', () => {
  const ask = async (to: string, headers: Record<string, string> = {}) => {
    const { body } = await api.call(CODES, { body: { purpose: 'password_reset', to }, headers });
    return { code_id: body.id as string, code: await api.readCode(body.id) };
  };
  const reset = (body: unknown, headers: Record<string, string> = {}) => api.call(RESET, { body, headers });

  test('is what the grant would give, and gives no session', async () => {
    const user = await api.db.user.create({ data: { email: 'ann@example.com' } });
    for (const headers of [{}, bearer]) {
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

describe('a registration', () => {
  test('makes an account of the proved address, once', async () => {
    const grant = await earn('registration', 'new@example.com');
    const made = await api.call(REGISTER, { body: { grant, password, name: 'Ann' } });
    expect(made).toMatchObject({
      status: 201,
      body: {
        name: 'Ann',
        email: 'new@example.com',
        email_verified: true,
        phone: null,
        phone_verified: false,
      },
    });
    expect((await api.call(REGISTER, { body: { grant } })).body.code).toBe('grant_invalid');
    const session = await api.call(SESSIONS, { body: { grant: made.body.grant } });
    expect(session).toMatchObject({ status: 201, body: { token_type: 'Bearer', customer_id: made.body.id } });
  });

  test('an address with an account gets no code that could be right', async () => {
    await api.db.user.create({ data: { email: 'ann@example.com' } });
    const { body } = await api.call(CODES, { body: { purpose: 'registration', to: 'ann@example.com' } });
    const answer = await api.call(VERIFY, {
      params: { id: body.id },
      body: { code: await api.readCode(body.id) },
    });
    expect(answer).toMatchObject({ status: 400, body: { code: 'code_incorrect' } });
  });
});

describe('a session', () => {
  const signIn = async () => {
    const user = await api.db.user.create({ data: { email: 'ann@example.com', name: 'Ann' } });
    const grant = await earn('login', 'ann@example.com');
    const { status, body } = await api.call(SESSIONS, { body: { grant } });
    expect(status).toBe(201);
    return { user, grant, session: body };
  };
  const me = (token: string) =>
    api.call(ME, { method: 'GET', headers: { authorization: `Bearer ${token}` } });

  test('is a token that anybody can check by the published keys', async () => {
    const { user, session } = await signIn();
    const keys = await (await JWKS()).json();
    expect(JSON.stringify(keys)).not.toContain('"d"');
    const { payload } = await jwtVerify(session.access_token, createLocalJWKSet(keys), {
      algorithms: ['ES256'],
      issuer: 'http://localhost:3000',
    });
    expect(payload).toMatchObject({ sub: user.id, aud: 'latchkey' });
    expect(payload.exp! - payload.iat!).toBe(600);
    expect(decodeProtectedHeader(session.access_token)).toMatchObject({
      alg: 'ES256',
      kid: keys.keys[0].kid,
    });
    expect(await me(session.access_token)).toMatchObject({ status: 200, body: { id: user.id, name: 'Ann' } });
  });

  test('comes from a grant once', async () => {
    const { grant } = await signIn();
    expect((await api.call(SESSIONS, { body: { grant } })).body.code).toBe('grant_invalid');
  });

  test('is renewed; a token that comes twice ends it for both', async () => {
    const { session } = await signIn();
    const next = await api.call(REFRESH, { body: { refresh_token: session.refresh_token } });
    expect(next.status).toBe(200);
    expect(next.body.refresh_token).not.toBe(session.refresh_token);
    expect((await me(next.body.access_token)).status).toBe(200);
    const copied = await api.call(REFRESH, { body: { refresh_token: session.refresh_token } });
    expect(copied).toMatchObject({ status: 401, body: { code: 'token_invalid' } });
    expect((await api.call(REFRESH, { body: { refresh_token: next.body.refresh_token } })).status).toBe(401);
    expect((await me(next.body.access_token)).status).toBe(401);
  });

  test('two renewals at once: at most one gets the next token', async () => {
    const { session } = await signIn();
    const both = await Promise.all(
      [1, 2, 3, 4].map(() => api.call(REFRESH, { body: { refresh_token: session.refresh_token } })),
    );
    expect(both.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1);
  });

  test('ends when it is revoked, and with its account', async () => {
    const { user, session } = await signIn();
    expect((await api.call(REVOKE, { body: { refresh_token: session.refresh_token } })).status).toBe(204);
    expect((await me(session.access_token)).status).toBe(401);
    const grant = await earn('login', 'ann@example.com');
    const second = await api.call(SESSIONS, { body: { grant } });
    await api.db.user.update({ where: { id: user.id }, data: { status: 'disabled' } });
    expect((await me(second.body.access_token)).status).toBe(401);
    expect((await api.call(REFRESH, { body: { refresh_token: second.body.refresh_token } })).status).toBe(
      401,
    );
    expect((await api.call(REVOKE, { body: { refresh_token: 'nonsense' } })).status).toBe(204);
  });

  test('no token of another maker is taken', async () => {
    const { user } = await signIn();
    const forged = await new SignJWT({ sid: user.id })
      .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt' })
      .setSubject(user.id)
      .setExpirationTime('1h')
      .sign(new TextEncoder().encode('x'.repeat(32)));
    const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.e30.`;
    for (const token of [forged, none, 'a.b.c', '', `lk_${'A'.repeat(43)}`]) {
      expect((await me(token)).status).toBe(401);
    }
  });
});

describe('a session by a code, without a grant between them', () => {
  const ask = async (to: string, headers: Record<string, string> = {}) => {
    const { body } = await api.call(CODES, { body: { purpose: 'login', to }, headers });
    return { code_id: body.id as string, code: await api.readCode(body.id) };
  };
  const start = (body: unknown, headers: Record<string, string> = {}, client?: string) =>
    api.call(SESSIONS, { body, headers, client });

  test('is what the grant would give', async () => {
    const { id } = await api.db.user.create({ data: { email: 'ann@example.com' } });
    for (const headers of [{}, bearer]) {
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
    const keyed = await ask('ann@example.com', bearer);
    expect(await start(keyed)).toMatchObject({ status: 404, body: { code: 'not_found' } });
    const { body } = await api.call(CODES, { body: { purpose: 'password_reset', to: 'ann@example.com' } });
    const reset = { code_id: body.id, code: await api.readCode(body.id) };
    expect(await start(reset)).toMatchObject({ status: 404, body: { code: 'not_found' } });
    expect((await start(keyed, bearer)).status).toBe(201);
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

describe('a session of an account with a second factor', () => {
  const addCustomer = async (kind: string) => {
    const now = new Date();
    const { id } = await api.db.user.create({
      data: {
        ...{ email: 'ann@example.com', phone: '+12025550143', emailVerifiedAt: now, phoneVerifiedAt: now },
        passwordHash: kind === 'email' ? await hashPassword(password) : null,
      },
    });
    if (kind !== 'totp') {
      await api.db.factor.create({ data: { userId: id, kind, confirmedAt: now } });
      return { id, secret: Buffer.alloc(0) };
    }
    await startTotp(api.db, id);
    const secret = (await getPendingTotpSecret(api.db, id))!;
    await confirmTotp(api.db, id, appCode(secret, await currentStep(api.db)));
    await api.db.factor.updateMany({ where: { userId: id }, data: { lastStep: null } });
    return { id, secret };
  };
  const start = (grant: string, second_factor?: unknown) =>
    api.call(SESSIONS, { body: { grant, second_factor } });
  const totp = async (secret: Buffer) => ({ way: 'totp', code: appCode(secret, await currentStep(api.db)) });

  test.each(['totp', 'sms', 'whatsapp', 'email', 'passkey'])(
    'is not to be had by a first factor alone where %s is on',
    async (kind) => {
      await addCustomer(kind);
      for (const to of ['ann@example.com', '+12025550143']) {
        const grant = await earn('login', to);
        const answer = await start(grant);
        expect(answer).toMatchObject({
          status: 403,
          body: { code: 'second_factor_required', second_factor: { ways: expect.any(Array) } },
        });
        for (const shown of [
          { way: 'totp', code: '000000' },
          { way: 'backup', code: 'AAAA-AAAA-AAAA-AAAA' },
          { way: 'password', code: 'wrong' },
          { grant },
          { grant: 'x' },
        ]) {
          expect((await start(grant, shown)).status).toBeGreaterThanOrEqual(400);
        }
      }
      expect(await api.db.session.count()).toBe(0);
    },
  );

  test('takes a code of the app, once', async () => {
    const { id, secret } = await addCustomer('totp');
    const grant = await earn('login', 'ann@example.com');
    expect((await start(grant)).body.second_factor.ways).toEqual([{ way: 'totp', to: null }]);
    const shown = await totp(secret);
    const session = await start(grant, shown);
    expect(session).toMatchObject({ status: 201, body: { customer_id: id } });
    expect((await start(grant, shown)).body.code).toBe('grant_invalid');
    const again = await earn('login', 'ann@example.com');
    expect(await start(again, shown)).toMatchObject({ status: 409, body: { code: 'code_used' } });
    const row = await api.db.session.findFirstOrThrow({ where: { userId: id } });
    expect(row).toMatchObject({ methods: ['code_email', 'totp'], idleSeconds: 3600 });
  });

  test('is asked for by the code that is right, which leaves the grant to go on with', async () => {
    const { id, secret } = await addCustomer('totp');
    const ask = async () => {
      const { body } = await api.call(CODES, { body: { purpose: 'login', to: 'ann@example.com' } });
      return { code_id: body.id as string, code: await api.readCode(body.id) };
    };
    const asked = await api.call(SESSIONS, { body: await ask() });
    expect(asked).toMatchObject({
      status: 403,
      body: {
        ...{ code: 'second_factor_required', grant: expect.any(String) },
        second_factor: { ways: [{ way: 'totp', to: null }] },
      },
    });
    expect(await api.db.session.count({ where: { userId: id } })).toBe(0);
    // Not told again to who knows it.
    expect((await start(asked.body.grant)).body).not.toHaveProperty('grant');
    const wrong = { ...(await ask()), second_factor: { way: 'totp', code: '000000' } };
    const refused = await api.call(SESSIONS, { body: wrong });
    expect(refused).toMatchObject({
      ...{ status: 400, body: { code: 'code_incorrect', attempts_left: 9, grant: expect.any(String) } },
    });
    const session = await start(refused.body.grant, await totp(secret));
    expect(session).toMatchObject({ status: 201, body: { customer_id: id } });
    await api.db.factor.updateMany({ where: { userId: id }, data: { lastStep: null } });
    const both = await api.call(SESSIONS, { body: { ...(await ask()), second_factor: await totp(secret) } });
    expect(both.status).toBe(201);
    const { methods } = await api.db.session.findFirstOrThrow({ orderBy: { createdAt: 'desc' } });
    expect(methods).toEqual(['code_email', 'totp']);
    const malformed = { ...(await ask()), second_factor: { way: 'totp', code: 'abc' } };
    expect((await api.call(SESSIONS, { body: malformed })).body.code).toBe('code_malformed');
    expect(await api.db.otp.findUniqueOrThrow({ where: { id: malformed.code_id } })).toMatchObject({
      ...{ attempts: 0, consumedAt: null },
    });
  });

  test('takes a backup code, once', async () => {
    const { id } = await addCustomer('totp');
    const [backup] = await makeBackupCodes(api.db, id);
    const shown = { way: 'backup', code: backup };
    expect((await start(await earn('login', 'ann@example.com'), shown)).status).toBe(201);
    const again = await start(await earn('login', 'ann@example.com'), shown);
    expect(again).toMatchObject({ status: 400, body: { code: 'code_incorrect' } });
  });

  test('takes a code to the other address, and none to the one of the first code', async () => {
    await addCustomer('sms');
    const grant = await earn('login', 'ann@example.com');
    expect((await start(grant)).body.second_factor.ways).toMatchObject([{ way: 'sms' }]);
    const email = await api.call(FACTOR_CODES, { body: { grant, channel: 'email' } });
    expect(email).toMatchObject({ status: 400, body: { code: 'channel_not_offered' } });
    const sent = await api.call(FACTOR_CODES, { body: { grant, channel: 'sms' } });
    expect(sent).toMatchObject({ status: 202, body: { purpose: 'second_factor', channel: 'sms' } });
    const { id } = sent.body;
    const checked = await api.call(VERIFY, { params: { id }, body: { code: await api.readCode(id) } });
    expect((await start(grant, { grant: checked.body.grant })).status).toBe(201);
    expect((await start(checked.body.grant)).body.code).toBe('grant_invalid');
  });

  test('counts wrong codes into the holds of the account', async () => {
    const { id, secret } = await addCustomer('totp');
    const grant = await earn('login', 'ann@example.com');
    const wrong = { way: 'totp', code: '000000' };
    for (let left = 9; left >= 0; left--) {
      expect(await start(grant, wrong)).toMatchObject({ status: 400, body: { attempts_left: left } });
    }
    const held = await start(grant, await totp(secret));
    expect(held).toMatchObject({ status: 429, body: { code: 'account_held' } });
    expect(Number(held.headers.get('retry-after'))).toBeGreaterThan(800);
    expect(await api.db.session.count({ where: { userId: id } })).toBe(0);
  });

  test('costs nothing when the code cannot be one', async () => {
    const { id } = await addCustomer('totp');
    const grant = await earn('login', 'ann@example.com');
    for (const shown of [
      { way: 'totp', code: 'abc' },
      { way: 'backup', code: '1' },
    ]) {
      expect(await start(grant, shown)).toMatchObject({ status: 400, body: { code: 'code_malformed' } });
    }
    expect((await api.db.hold.findUnique({ where: { subject: `user:${id}` } }))?.failures ?? 0).toBe(0);
  });
});

describe('a passkey as the second factor', () => {
  const addCustomer = async () => {
    const { id } = await api.db.user.create({
      data: { email: 'ann@example.com', emailVerifiedAt: new Date() },
    });
    const account = (await findAccountById(api.db, id))!;
    const visit = newVisit();
    const sessionId = '00000000-0000-4000-8000-000000000009';
    const asked = await startPasskeySetup(api, { account, sessionId, owner: visit.owner });
    if (!asked.ok) throw new Error(asked.reason);
    const passkey = new SoftwarePasskey();
    const made = { account, sessionId, name: '', response: passkey.make(asked.value), ...visit };
    expect(await addPasskey(api, made)).toMatchObject({ ok: true });
    return { id, passkey };
  };
  const start = (grant: string, passkey: unknown, headers = {}) =>
    api.call(SESSIONS, { body: { grant, second_factor: { passkey } }, headers });
  const ask = async (grant: string, headers = {}) => {
    const asked = await api.call(PASSKEY, { body: { grant }, headers });
    expect(asked.status).toBe(200);
    return asked.body;
  };
  const refused = { status: 400, body: { code: 'passkey_refused' } };

  test('signs in from our own pages and from a front end of an allowed origin', async () => {
    const { id, passkey } = await addCustomer();
    for (const origin of ['http://localhost:3000', frontEnd]) {
      passkey.origin = origin;
      const grant = await earn('login', 'ann@example.com');
      const options = await ask(grant);
      expect(options).toMatchObject({ rpId: 'localhost', allowCredentials: [{ type: 'public-key' }] });
      const session = await start(grant, passkey.answer(options));
      expect(session).toMatchObject({ status: 201, body: { customer_id: id } });
    }
    const { methods } = await api.db.session.findFirstOrThrow({ where: { userId: id } });
    expect(methods).toEqual(['code_email', 'passkey']);
  });

  test('from any other origin is refused, and so is one that our own pages did not ask for', async () => {
    const { id, passkey } = await addCustomer();
    const grant = await earn('login', 'ann@example.com');
    for (const origin of ['http://evil.localhost:4000', 'https://localhost:3000', 'https://example.com']) {
      passkey.origin = origin;
      expect(await start(grant, passkey.answer(await ask(grant)))).toMatchObject(refused);
    }
    passkey.origin = frontEnd;
    const { owner, visitor } = newVisit();
    const onPage = await askPasskey(api, { for: { use: 'second_factor', userId: id }, owner, visitor });
    if (!onPage.ok) throw new Error(onPage.reason);
    expect(await start(grant, passkey.answer(onPage.value))).toMatchObject(refused);
    expect(await api.db.session.count({ where: { userId: id } })).toBe(0);
  });

  test('answers once, its own challenge, of its own application', async () => {
    const { id, passkey } = await addCustomer();
    const grant = await earn('login', 'ann@example.com', bearer);
    expect((await api.call(PASSKEY, { body: { grant } })).body.code).toBe('grant_invalid');
    const publicGrant = await earn('login', 'ann@example.com');
    const foreign = passkey.answer(await ask(publicGrant));
    expect(await start(grant, foreign, bearer)).toMatchObject(refused);
    const own = passkey.answer(await ask(grant, bearer));
    const both = await Promise.all(Array.from({ length: 20 }, () => start(grant, own, bearer)));
    expect(both.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(await api.db.session.count({ where: { userId: id } })).toBe(1);
  });

  test('is not asked of an account that has none, nor of who has no first factor', async () => {
    const { id } = await api.db.user.create({ data: { email: 'bea@example.com', phone: '+12025550143' } });
    await api.db.factor.create({ data: { userId: id, kind: 'sms', confirmedAt: new Date() } });
    const grant = await earn('login', 'bea@example.com');
    expect(await api.call(PASSKEY, { body: { grant } })).toMatchObject({
      status: 400,
      body: { code: 'way_closed' },
    });
    expect((await api.call(PASSKEY, { body: { grant: 'x' } })).body.code).toBe('grant_invalid');
    for (const passkey of ['x', {}, { id: 'a', rawId: 'a', type: 'public-key', response: {} }]) {
      expect(await start(grant, passkey)).toMatchObject({ status: 400, body: { code: 'request_invalid' } });
    }
  });
});
