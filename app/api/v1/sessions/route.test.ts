import { createLocalJWKSet, decodeProtectedHeader, jwtVerify, SignJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import { GET as JWKS } from '../../../.well-known/jwks.json/route';
import { prepareAccountsApi } from '../accounts-fixture';
import { GET as ME } from '../customers/me/route';
import { POST as REFRESH } from './refresh/route';
import { POST as REVOKE } from './revoke/route';
import { POST as SESSIONS } from './route';

const api = prepareAccountsApi();

describe('a session', () => {
  const signIn = async () => {
    const user = await api.db.user.create({ data: { email: 'ann@example.com', name: 'Ann' } });
    const grant = await api.earn('login', 'ann@example.com');
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
    const grant = await api.earn('login', 'ann@example.com');
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
