import { describe, expect, test } from 'vitest';
import { makeBackupCodes } from '@/lib/accounts/backup-codes';
import { hashPassword } from '@/lib/accounts/password';
import { confirmTotp, getPendingTotpSecret, startTotp } from '@/lib/accounts/totp';
import { appCode, currentStep } from '@/lib/flows/visit-fixture';
import { password, prepareAccountsApi } from '../accounts-fixture';
import { POST as VERIFY } from '../codes/[id]/verify/route';
import { POST as SESSIONS } from './route';
import { POST as FACTOR_CODES } from './second-factor-codes/route';

const api = prepareAccountsApi();

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
        const grant = await api.earn('login', to);
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
    const grant = await api.earn('login', 'ann@example.com');
    expect((await start(grant)).body.second_factor.ways).toEqual([{ way: 'totp', to: null }]);
    const shown = await totp(secret);
    const session = await start(grant, shown);
    expect(session).toMatchObject({ status: 201, body: { customer_id: id } });
    expect((await start(grant, shown)).body.code).toBe('grant_invalid');
    const again = await api.earn('login', 'ann@example.com');
    expect(await start(again, shown)).toMatchObject({ status: 409, body: { code: 'code_used' } });
    const row = await api.db.session.findFirstOrThrow({ where: { userId: id } });
    expect(row).toMatchObject({ methods: ['code_email', 'totp'], idleSeconds: 3600 });
  });

  test('is asked for by the code that is right, which leaves the grant to go on with', async () => {
    const { id, secret } = await addCustomer('totp');
    const ask = () => api.ask('login', 'ann@example.com');
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
    expect((await start(await api.earn('login', 'ann@example.com'), shown)).status).toBe(201);
    const again = await start(await api.earn('login', 'ann@example.com'), shown);
    expect(again).toMatchObject({ status: 400, body: { code: 'code_incorrect' } });
  });

  test('takes a code to the other address, and none to the one of the first code', async () => {
    await addCustomer('sms');
    const grant = await api.earn('login', 'ann@example.com');
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
    const grant = await api.earn('login', 'ann@example.com');
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
    const grant = await api.earn('login', 'ann@example.com');
    for (const shown of [
      { way: 'totp', code: 'abc' },
      { way: 'backup', code: '1' },
    ]) {
      expect(await start(grant, shown)).toMatchObject({ status: 400, body: { code: 'code_malformed' } });
    }
    expect((await api.db.hold.findUnique({ where: { subject: `user:${id}` } }))?.failures ?? 0).toBe(0);
  });
});
