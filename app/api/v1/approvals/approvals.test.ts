import { createLocalJWKSet, decodeJwt, jwtVerify } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createApiKey } from '@/lib/accounts/api-keys';
import { deriveChallengeCode } from '@/lib/codes/derive-challenge-code';
import { Prisma } from '@/lib/db/client';
import { approveOperation } from '@/lib/flows/approve-operation';
import { checkTypedCode } from '@/lib/flows/check-typed-code';
import { findInboxMessages } from '@/lib/flows/find-inbox-messages';
import { getApprovalPage } from '@/lib/flows/get-approval-page';
import { refuseApproval } from '@/lib/flows/refuse-approval';
import { requestCode } from '@/lib/flows/request-code';
import { resendApprovalCode } from '@/lib/flows/resend-approval-code';
import { newVisit } from '@/lib/flows/visit-fixture';
import { createTestApi, type TestApi } from '@/lib/web/test-api';
import { GET as JWKS } from '../../../.well-known/jwks.json/route';
import { POST as VERIFY } from '../codes/[id]/verify/route';
import { POST as CODES } from '../codes/route';
import { POST as EXECUTE } from './[id]/execute/route';
import { DELETE, GET } from './[id]/route';
import { POST } from './route';

let api: TestApi;
let shop: Record<string, string>;
let rival: Record<string, string>;
beforeAll(async () => {
  api = await createTestApi();
  const newKey = async (name: string) => ({
    authorization: `Bearer ${(await createApiKey(api.db, { name, scopes: ['codes', 'approvals'], createdBy: 'test', perMinute: 1000 })).token}`,
  });
  shop = await newKey('Shop');
  rival = await newKey('Rival');
});
afterAll(() => api.close());

let userId: string;
beforeEach(async () => {
  await api.db.limitWindow.deleteMany();
  await api.db.hold.deleteMany();
  await api.db.user.deleteMany();
  const now = new Date();
  const data = {
    name: 'Ann',
    email: 'ann@example.com',
    phone: '+12025550143',
    emailVerifiedAt: now,
    phoneVerifiedAt: now,
  };
  userId = (await api.db.user.create({ data })).id;
});

const transfer = {
  kind: 'Transfer',
  amount: '1250.00',
  currency: 'EUR',
  payee: 'Anna Muster',
  text: 'Rent for May',
};

async function ask(over: Record<string, unknown> = {}) {
  const answer = await api.call(POST, { body: { customer: userId, ...transfer, ...over }, headers: shop });
  expect(answer.status).toBe(201);
  return answer.body;
}
const see = (id: string, headers = shop) => api.call(GET, { method: 'GET', params: { id }, headers });
const otpOf = async (id: string) => (await api.db.approval.findUniqueOrThrow({ where: { id } })).otpId;
const codeOf = async (id: string) => api.readCode(await otpOf(id));
const { visitor } = newVisit();
const approve = async (id: string, typed?: string) =>
  approveOperation(api, { id, userId, typed: typed ?? (await codeOf(id)), visitor });
const execute = (id: string, receipt: string, headers = shop) =>
  api.call(EXECUTE, { params: { id }, body: { receipt }, headers });

describe('asking for an approval', () => {
  test('needs a key that may', async () => {
    const body = { customer: userId, ...transfer };
    expect(await api.call(POST, { body })).toMatchObject({ status: 401 });
    // Nobody named what it may do: codes, and nothing else.
    const key = await createApiKey(api.db, { name: 'codes', createdBy: 'test', scopes: ['codes'] });
    const headers = { authorization: `Bearer ${key.token}` };
    expect(await api.call(POST, { body, headers })).toMatchObject({
      status: 403,
      body: { code: 'forbidden', detail: 'The key lacks the scope "approvals".' },
    });
    const code = { purpose: 'verification', to: 'a@example.com' };
    expect(await api.call(CODES, { body: code, headers })).toMatchObject({ status: 202 });
  });

  test('shows the customer in the message what the page shows, to the letter', async () => {
    const { id, url, status, to, channel } = await ask({ channel: 'email' });
    expect({ status, channel, url }).toEqual({
      ...{ status: 'pending', channel: 'email' },
      url: `http://localhost:3000/approve/${id}`,
    });
    expect(to).not.toContain('ann@');
    await api.db.$executeRaw`UPDATE "Delivery" SET "sentAt" = now(), "provider" = 'development'`;
    const page = await getApprovalPage(api, { id, userId });
    expect(page).toMatchObject({ ...transfer, status: 'pending', askedBy: 'Shop' });
    const [message] = await findInboxMessages(api);
    for (const words of ['1250.00 EUR', 'Anna Muster', 'Transfer', 'Rent for May', url, await codeOf(id)]) {
      expect(message!.text).toContain(words);
    }
  });

  test('goes to a proved address only, and falls back to none', async () => {
    await api.db.user.update({ where: { id: userId }, data: { phoneVerifiedAt: null } });
    const bySms = await api.call(POST, {
      body: { customer: userId, ...transfer, channel: 'sms' },
      headers: shop,
    });
    expect(bySms).toMatchObject({ status: 400, body: { code: 'channel_not_offered' } });
    expect((await ask()).channel).toBe('email');
    const unknown = await api.call(POST, {
      body: { customer: 'no@example.com', ...transfer },
      headers: shop,
    });
    expect(unknown).toMatchObject({ status: 404, body: { errors: { customer: expect.any(String) } } });
  });

  test.each([
    ['a link', { payee: 'Anna http://evil.example' }],
    ['markup', { payee: '<b>Anna</b>' }],
    ['two lines', { text: 'a\nb' }],
    ['text that turns around', { payee: 'Anna \u202eretsuM' }],
    ['a number', { amount: 1250 }],
    ['a comma', { amount: '1.250,00' }],
    ['an unknown currency form', { currency: 'euro' }],
    ['a payee too long to be shown', { payee: 'x'.repeat(41) }],
  ])('refuses %s, because the message could not show it', async (_, over) => {
    const answer = await api.call(POST, { body: { customer: userId, ...transfer, ...over }, headers: shop });
    expect(answer).toMatchObject({ status: 400, body: { code: 'request_invalid' } });
    expect(await api.db.approval.count({ where: { userId } })).toBe(0);
  });

  test('is once with an Idempotency-Key', async () => {
    const headers = { ...shop, 'idempotency-key': `k${userId}` };
    const body = { customer: userId, ...transfer };
    const first = await api.call(POST, { body, headers });
    expect((await api.call(POST, { body, headers })).body.id).toBe(first.body.id);
    expect(await api.db.otp.count({ where: { userId } })).toBe(1);
  });
});

describe('the right code', () => {
  test('earns a receipt of every word that anybody can check, and that is good once', async () => {
    const { id } = await ask({ reference: 'order-77' });
    expect(await approve(id)).toMatchObject({ ok: true });
    const { body } = await see(id);
    expect(body).toMatchObject({ status: 'approved', receipt: expect.any(String) });
    const keys = createLocalJWKSet(await (await JWKS()).json());
    const options = { typ: 'approval+jwt', algorithms: ['ES256'], issuer: 'http://localhost:3000' };
    const { payload } = await jwtVerify(body.receipt, keys, options);
    expect(payload).toMatchObject({
      sub: userId,
      approval: { id, ...transfer, reference: 'order-77' },
      method: 'code_sms',
    });
    expect(decodeJwt((await see(id)).body.receipt).jti).toBe(payload.jti);
    expect(await execute(id, body.receipt)).toMatchObject({
      status: 200,
      body: { status: 'executed', receipt: null },
    });
    expect(await execute(id, body.receipt)).toMatchObject({
      status: 409,
      body: { code: 'approval_executed' },
    });
  });

  test('is executed once by twenty at the same time', async () => {
    const { id } = await ask();
    await approve(id);
    const { receipt } = (await see(id)).body;
    const answers = await Promise.all(Array.from({ length: 20 }, () => execute(id, receipt)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(19);
  });

  test('approves once when it is typed twenty times at the same moment', async () => {
    const { id } = await ask();
    const code = await codeOf(id);
    const answers = await Promise.all(Array.from({ length: 20 }, () => approve(id, code)));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  });

  test('of another operation approves nothing', async () => {
    const [first, second] = [await ask(), await ask({ amount: '9999.00' })];
    expect(await approve(second.id, await codeOf(first.id))).toMatchObject({
      ok: false,
      reason: 'code_incorrect',
    });
    expect((await see(second.id)).body).toMatchObject({ status: 'pending', receipt: null });
  });

  test('is nothing for the application that asked, nor for another customer', async () => {
    const { id } = await ask();
    const code = await codeOf(id);
    const typed = { params: { id: await otpOf(id) }, body: { code }, headers: shop };
    expect(await api.call(VERIFY, typed)).toMatchObject({ status: 404 });
    const other = await api.db.user.create({
      data: { email: 'eve@example.com', emailVerifiedAt: new Date() },
    });
    expect(await approveOperation(api, { id, userId: other.id, typed: code, visitor })).toMatchObject({
      ok: false,
      reason: 'not_found',
    });
    expect(await getApprovalPage(api, { id, userId: other.id })).toBeNull();
  });

  test('counts as guesses of the account when it is wrong', async () => {
    const { id } = await ask();
    const wrong = await api.wrongCode(await otpOf(id));
    expect(await approve(id, wrong)).toMatchObject({ reason: 'code_incorrect', attemptsLeft: 4 });
    expect(await api.db.hold.findMany()).toMatchObject([{ subject: `user:${userId}`, failures: 1 }]);
  });

  test('and wrong codes of the pages hold the account together, after ten', async () => {
    const guess = async ({ id }: { id: string }) => approve(id, await api.wrongCode(await otpOf(id)));
    const [first, second] = [await ask(), await ask()];
    for (let count = 0; count < 5; count += 1) await guess(first);
    const page = newVisit();
    const identifier = { kind: 'email', address: 'ann@example.com' } as const;
    const asked = await requestCode(api, { purpose: 'login', identifier, ...page });
    if (!asked.ok) throw new Error(asked.reason);
    const { id } = asked.value.challenge;
    const typed = await api.wrongCode(id);
    for (let count = 0; count < 5; count += 1)
      await checkTypedCode(api, { id, typed, purposes: ['login'], ...page });
    expect(await approve(second.id)).toMatchObject({ ok: false, reason: 'account_held' });
  });

  test('is not stopped by an application that guesses at codes of the same account, nor stops it', async () => {
    const { id } = await ask();
    const guess = async () => {
      const body = { purpose: 'login', to: 'ann@example.com', channel: 'email' };
      const asked = await api.call(CODES, { body, headers: rival });
      const code = await api.wrongCode(asked.body.id);
      for (let count = 0; count < 5; count += 1)
        await api.call(VERIFY, { params: { id: asked.body.id }, body: { code }, headers: rival });
      return api.call(VERIFY, { params: { id: asked.body.id }, body: { code }, headers: rival });
    };
    await guess();
    await guess();
    expect(await api.db.hold.findMany()).toMatchObject([
      { subject: expect.stringContaining('/key:'), failures: 10 },
    ]);
    expect(await approve(id)).toMatchObject({ ok: true });
  });
});

describe('a row that somebody edits', () => {
  const edits: [string, Prisma.Sql][] = [
    ['the amount', Prisma.sql`"amount" = '9250.00'`],
    ['the currency', Prisma.sql`"currency" = 'USD'`],
    ['the payee', Prisma.sql`"payee" = 'Eve'`],
    ['the text', Prisma.sql`"text" = ''`],
    ['the channel', Prisma.sql`"channel" = 'email'`],
    ['the address', Prisma.sql`"address" = '+12025550199'`],
    ['the application', Prisma.sql`"clientId" = 'demo'`],
    ['the reference', Prisma.sql`"reference" = 'x'`],
  ];
  test.each(edits)('voids the approval: %s', async (_, edit) => {
    const { id } = await ask();
    const code = await codeOf(id);
    await api.db.$executeRaw`UPDATE "Approval" SET ${edit} WHERE "id" = ${id}::uuid`;
    expect(await approve(id, code)).toMatchObject({ ok: false, reason: 'approval_void' });
    expect(await approve(id, code)).toMatchObject({ ok: false, reason: 'approval_void' });
  });

  test.each(edits.filter(([what]) => what !== 'the application'))(
    'after the code takes its receipt away: %s',
    async (_, edit) => {
      const { id } = await ask();
      await approve(id);
      const { receipt } = (await see(id)).body;
      await api.db.$executeRaw`UPDATE "Approval" SET ${edit} WHERE "id" = ${id}::uuid`;
      expect(await execute(id, receipt)).toMatchObject({ status: 409, body: { code: 'approval_void' } });
      expect((await see(id)).body).toMatchObject({ status: 'void', receipt: null });
    },
  );

  test('has another code than the one that was sent, and even that one approves nothing', async () => {
    const { id } = await ask();
    const otpId = await otpOf(id);
    const sent = await api.readCode(otpId);
    await api.db.$executeRaw`
      UPDATE "Otp" SET "context" = jsonb_set("context", '{amount}', '"9250.00 EUR"') WHERE "id" = ${otpId}::uuid`;
    const forged = deriveChallengeCode(await api.db.otp.findUniqueOrThrow({ where: { id: otpId } }));
    expect(forged).not.toBe(sent);
    for (const typed of [sent, forged!]) {
      expect(await approve(id, typed)).toMatchObject({ ok: false, reason: 'approval_void' });
    }
    expect((await see(id)).body.status).toBe('void');
  });

  test('and a row in the state "approved" that nobody approved give no receipt of their own', async () => {
    const { id } = await ask();
    await api.db.$executeRaw`
      UPDATE "Approval" SET "state" = 'approved', "decidedAt" = now(), "receiptId" = gen_random_uuid(), "receiptSeal" = "seal",
             "receiptExpiresAt" = now() + interval '5 minutes' WHERE "id" = ${id}::uuid`;
    expect((await see(id)).body).toMatchObject({ status: 'void', receipt: null });
  });
});

describe('an approval', () => {
  test('that was denied stays denied, and its code is dead', async () => {
    const { id } = await ask();
    const code = await codeOf(id);
    expect(await refuseApproval(api, { id, viewer: { userId }, visitor })).toMatchObject({ ok: true });
    expect((await see(id)).body).toMatchObject({ status: 'denied', receipt: null });
    expect(await approve(id, code)).toMatchObject({ reason: 'approval_ended' });
  });

  test('is withdrawn by the application that asked, and is not there for another', async () => {
    const { id } = await ask();
    for (const answer of [
      await see(id, rival),
      await api.call(DELETE, { method: 'DELETE', params: { id }, headers: rival }),
      await execute(id, 'x.y.z', rival),
    ]) {
      expect(answer).toMatchObject({ status: 404, body: { code: 'not_found' } });
    }
    expect((await api.call(DELETE, { method: 'DELETE', params: { id }, headers: shop })).status).toBe(204);
    expect((await see(id)).body.status).toBe('canceled');
    expect(await api.call(DELETE, { method: 'DELETE', params: { id }, headers: shop })).toMatchObject({
      status: 409,
      body: { code: 'approval_ended' },
    });
  });

  test('ends with its time, and so does its receipt', async () => {
    const { id } = await ask({ expires_in: 60 });
    const late = await ask();
    await approve(late.id);
    const { receipt } = (await see(late.id)).body;
    await api.db
      .$executeRaw`UPDATE "Approval" SET "expiresAt" = now() - interval '1 second' WHERE "id" = ${id}::uuid`;
    await api.db.$executeRaw`
      UPDATE "Approval" SET "receiptExpiresAt" = now() - interval '1 second' WHERE "id" = ${late.id}::uuid`;
    expect((await see(id)).body.status).toBe('expired');
    expect(await approve(id)).toMatchObject({ reason: 'approval_ended' });
    expect((await see(late.id)).body).toMatchObject({ status: 'expired', receipt: null });
    expect(await execute(late.id, receipt)).toMatchObject({ status: 400, body: { code: 'receipt_invalid' } });
  });

  test('takes no receipt of another one, and no token of another kind', async () => {
    const [first, second] = [await ask(), await ask()];
    await approve(first.id);
    await approve(second.id);
    const { receipt } = (await see(first.id)).body;
    for (const wrong of [receipt, `${receipt}x`, 'a.b.c', 'none']) {
      expect(await execute(second.id, wrong)).toMatchObject({
        status: 400,
        body: { code: 'receipt_invalid' },
      });
    }
  });

  test('is sent again by the same way only', async () => {
    const { id } = await ask();
    await api.db.$executeRaw`UPDATE "Otp" SET "resendAvailableAt" = now()`;
    expect(await resendApprovalCode(api, { id, userId, visitor })).toMatchObject({ ok: true });
    const deliveries = await api.db.delivery.findMany({ where: { otpId: await otpOf(id) } });
    expect(deliveries.map(({ channel }) => channel)).toEqual(['sms', 'sms']);
    expect(await approve(id)).toMatchObject({ ok: true });
  });
});
