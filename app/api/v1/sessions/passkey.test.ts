import { describe, expect, test } from 'vitest';
import { findAccountById } from '@/lib/accounts/find-account';
import { addPasskey } from '@/lib/flows/add-passkey';
import { askPasskey } from '@/lib/flows/ask-passkey';
import { SoftwarePasskey } from '@/lib/flows/passkey-fixture';
import { startPasskeySetup } from '@/lib/flows/start-passkey-setup';
import { newVisit } from '@/lib/flows/visit-fixture';
import { frontEnd, prepareAccountsApi } from '../accounts-fixture';
import { POST as PASSKEY } from './passkey-options/route';
import { POST as SESSIONS } from './route';

const api = prepareAccountsApi();

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
      const grant = await api.earn('login', 'ann@example.com');
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
    const grant = await api.earn('login', 'ann@example.com');
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
    const grant = await api.earn('login', 'ann@example.com', api.bearer);
    expect((await api.call(PASSKEY, { body: { grant } })).body.code).toBe('grant_invalid');
    const publicGrant = await api.earn('login', 'ann@example.com');
    const foreign = passkey.answer(await ask(publicGrant));
    expect(await start(grant, foreign, api.bearer)).toMatchObject(refused);
    const own = passkey.answer(await ask(grant, api.bearer));
    const both = await Promise.all(Array.from({ length: 20 }, () => start(grant, own, api.bearer)));
    expect(both.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(await api.db.session.count({ where: { userId: id } })).toBe(1);
  });

  test('is not asked of an account that has none, nor of who has no first factor', async () => {
    const { id } = await api.db.user.create({ data: { email: 'bea@example.com', phone: '+12025550143' } });
    await api.db.factor.create({ data: { userId: id, kind: 'sms', confirmedAt: new Date() } });
    const grant = await api.earn('login', 'bea@example.com');
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
