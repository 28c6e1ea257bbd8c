import { describe, expect, test } from 'vitest';
import { password, prepareAccountsApi } from '../accounts-fixture';
import { POST as VERIFY } from '../codes/[id]/verify/route';
import { POST as SESSIONS } from '../sessions/route';
import { POST as REGISTER } from './route';

const api = prepareAccountsApi();

describe('a registration', () => {
  test('makes an account of the proved address, once', async () => {
    const grant = await api.earn('registration', 'new@example.com');
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
    const { code_id, code } = await api.ask('registration', 'ann@example.com');
    const answer = await api.call(VERIFY, { params: { id: code_id }, body: { code } });
    expect(answer).toMatchObject({ status: 400, body: { code: 'code_incorrect' } });
  });
});
