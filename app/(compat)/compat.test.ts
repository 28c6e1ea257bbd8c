import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestApi, randomClient, type TestApi } from '@/lib/web/test-api';
import { POST as SEND_4 } from './api/auth/otp/send/route';
import { POST as VERIFY_4 } from './api/auth/otp/verify/route';
import { POST as SEND_2 } from './api/v1/auth/send-otp/route';
import { POST as VERIFY_2 } from './api/v1/auth/verify-otp/route';
import { POST as FORGOT } from './forgot-password-otp/route';
import { POST as REGISTER } from './register-with-otp/route';
import { POST as SEND } from './send-otp/route';
import { POST as VERIFY } from './verify-otp/route';

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi();
});
afterAll(() => api.close());
beforeEach(async () => {
  await api.db.limitWindow.deleteMany();
  await api.db.hold.deleteMany();
  await api.db.user.deleteMany();
});

async function newestCode(address: string): Promise<string> {
  const { id } = await api.db.otp.findFirstOrThrow({ where: { address }, orderBy: { createdAt: 'desc' } });
  return api.readCode(id);
}
const phone = '+1234567890';
const send = (to = phone) => api.call(SEND, { body: { to } });
const verify = (code: string, to = phone) => api.call(VERIFY, { body: { to, code } });

describe('a code of an older system', () => {
  test('goes to any address, and is right once', async () => {
    const sent = await api.call(SEND, { body: { to: phone, channel: 'sms' } });
    expect(sent).toMatchObject({ status: 200, body: { success: true, status: 'pending', expires_in: 600 } });
    const code = await newestCode(phone);
    const right = await verify(code);
    expect(right).toMatchObject({ status: 200, body: { success: true, valid: true, status: 'approved' } });
    expect(right.body.access_token).toBeUndefined();
    const again = await verify(code);
    expect(again).toMatchObject({
      status: 410,
      body: { valid: false, success: false, error: 'This code has expired.' },
    });
  });

  test('signs in the account of its address', async () => {
    const { id } = await api.db.user.create({ data: { phone, name: 'Ann' } });
    await send();
    const { body } = await verify(await newestCode(phone));
    expect(body).toMatchObject({
      valid: true,
      token_type: 'Bearer',
      expires_in: 600,
      user: { id, name: 'Ann', phone },
    });
    expect(body.token).toBe(body.access_token);
    expect(await api.db.session.count({ where: { userId: id } })).toBe(1);
  });

  test('gives no session to an account with a second factor, nor to a disabled one', async () => {
    const user = await api.db.user.create({ data: { phone } });
    await api.db
      .$executeRaw`INSERT INTO "Factor" ("userId", "kind", "confirmedAt") VALUES (${user.id}::uuid, 'email', now())`;
    await send();
    const { body } = await verify(await newestCode(phone));
    expect(body).toMatchObject({ valid: true, second_factor_required: true });
    expect(body.access_token).toBeUndefined();
    await api.db.user.update({ where: { id: user.id }, data: { status: 'disabled' } });
    await send();
    const disabled = await verify(await newestCode(phone));
    expect(disabled.body.access_token).toBeUndefined();
    expect(await api.db.session.count()).toBe(0);
  });

  test('is answered by its newest request, with five guesses, and an unknown address looks like an old code', async () => {
    await send();
    const old = await newestCode(phone);
    await send();
    for (const left of [4, 3, 2, 1]) {
      const { status, body } = await verify(old);
      expect(status).toBe(400);
      expect(body).toMatchObject({ valid: false, attempts_left: left });
      expect(body.error).toMatch(/^The code is not right/);
    }
    expect((await verify(old)).status).toBe(429);
    expect((await verify(await newestCode(phone))).status).toBe(429);
    expect(await verify('123456', '+12025550199')).toMatchObject({
      status: 410,
      body: { code: 'code_expired' },
    });
  });

  test('cannot be earned by asking again and again', async () => {
    let wrong = 0;
    for (let round = 0; round < 4; round++) {
      await send();
      const code = await newestCode(phone);
      const guess = code === '000000' ? '000001' : '000000';
      for (let n = 0; n < 5; n++) if ((await verify(guess)).body.code !== 'account_held') wrong += 1;
    }
    expect(wrong).toBe(10);
  });
});

describe('registration in one request', () => {
  const body = { email: 'user@example.com', password: 'securepass123', phone };
  test('makes an account of the proved phone; the e-mail waits for its owner', async () => {
    await send();
    const answer = await api.call(REGISTER, { body: { ...body, otp_code: await newestCode(phone) } });
    expect(answer).toMatchObject({
      status: 201,
      body: { success: true, user: { phone, email_verified: false } },
    });
    const user = await api.db.user.findUniqueOrThrow({ where: { phone } });
    expect(user).toMatchObject({ email: null, phoneVerifiedAt: expect.any(Date) });
    expect(user.passwordHash).toMatch(/^\$argon2id/);
    const pending = await api.db.pendingAddress.findMany({ where: { userId: user.id } });
    expect(pending).toMatchObject([{ kind: 'email', address: 'user@example.com' }]);
  });

  test('makes none without the code, and does not replace one', async () => {
    await send();
    const code = await newestCode(phone);
    const wrong = code === '000000' ? '000001' : '000000';
    expect((await api.call(REGISTER, { body: { ...body, otp_code: wrong } })).status).toBe(400);
    expect(await api.db.user.count()).toBe(0);
    await api.db.user.create({ data: { phone, passwordHash: 'x' } });
    const taken = await api.call(REGISTER, { body: { ...body, otp_code: code } });
    expect(taken).toMatchObject({ status: 409, body: { success: false, error: expect.any(String) } });
    expect(await api.db.user.findUnique({ where: { phone } })).toMatchObject({ passwordHash: 'x' });
  });

  test('a weak password costs no code', async () => {
    await send();
    const code = await newestCode(phone);
    const weak = await api.call(REGISTER, { body: { ...body, password: 'password', otp_code: code } });
    expect(weak).toMatchObject({
      status: 400,
      body: { code: 'password_weak', error: expect.stringMatching(/common/) },
    });
    expect((await verify(code)).status).toBe(200);
  });
});

describe('a reset in one request', () => {
  const body = { email: 'ann@example.com', phone, new_password: 'a quiet harbour at dawn' };
  test('sets the password of the account, and ends its sessions', async () => {
    const user = await api.db.user.create({ data: { phone, email: 'ann@example.com', passwordHash: 'x' } });
    await send();
    const reset = await api.call(FORGOT, { body: { ...body, otp_code: await newestCode(phone) } });
    expect(reset).toMatchObject({ status: 200, body: { success: true } });
    expect((await api.db.user.findUnique({ where: { id: user.id } }))?.passwordHash).toMatch(/^\$argon2id/);
  });

  test("refuses another account's e-mail, an unknown phone, and a wrong code", async () => {
    await api.db.user.create({ data: { phone, email: 'other@example.com', passwordHash: 'x' } });
    await send();
    expect((await api.call(FORGOT, { body: { ...body, otp_code: await newestCode(phone) } })).status).toBe(
      404,
    );
    await send('+12025550123');
    const code = await newestCode('+12025550123');
    const unknown = await api.call(FORGOT, { body: { ...body, phone: '+12025550123', otp_code: code } });
    expect(unknown.status).toBe(404);
    await send();
    const wrong = (await newestCode(phone)) === '000000' ? '000001' : '000000';
    expect((await api.call(FORGOT, { body: { ...body, otp_code: wrong } })).status).toBe(400);
    expect(await api.db.user.findUnique({ where: { phone } })).toMatchObject({ passwordHash: 'x' });
  });
});

describe('the other two systems', () => {
  test('phone and otp', async () => {
    expect((await api.call(SEND_2, { body: { phone: '+919876543210' } })).body.success).toBe(true);
    const otp = await newestCode('+919876543210');
    expect(await api.call(VERIFY_2, { body: { phone: '+919876543210', otp } })).toMatchObject({
      status: 200,
      body: { valid: true },
    });
  });

  test('identifier, type and otp_code', async () => {
    const to = { identifier: '+12345678901', type: 'phone' };
    expect((await api.call(SEND_4, { body: to })).body.success).toBe(true);
    const otp_code = await newestCode('+12345678901');
    expect((await api.call(VERIFY_4, { body: { ...to, otp_code } })).body.valid).toBe(true);
    const mixed = await api.call(SEND_4, { body: { identifier: 'a@example.com', type: 'phone' } });
    expect(mixed).toMatchObject({
      status: 400,
      body: { code: 'address_invalid', error: expect.any(String) },
    });
  });
});

describe('limits and form', () => {
  test('five requests a minute', async () => {
    const client = randomClient();
    const statuses = [];
    for (let n = 0; n < 6; n++) {
      statuses.push((await api.call(SEND, { body: { to: `m${n}@example.com` }, client })).status);
    }
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
  });

  test.each([
    [{ to: ['a@example.com'] }],
    [{ to: { $ne: null } }],
    [{ to: 'a@example.com', is_admin: true }],
    [{}],
    ['{"to":"a@example.com","to":"b@example.com"}'],
    [{ to: phone, channel: 'email' }],
  ])('%j is refused with an error to show, and nothing is sent', async (body) => {
    const before = await api.db.delivery.count();
    const answer = await api.call(SEND, { body });
    expect(answer).toMatchObject({
      status: 400,
      body: { error: expect.any(String), request_id: expect.any(String) },
    });
    expect(await api.db.delivery.count()).toBe(before);
  });
});
