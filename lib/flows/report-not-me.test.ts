import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getLiveSession } from '@/lib/accounts/sessions';
import { signNotMeToken } from '@/lib/config/not-me-token';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { reportNotMe } from './report-not-me';
import { requestCode } from './request-code';
import { addSignedIn, newEmail, type SignedIn } from './signed-in-fixture';
import { tellOfSignIn } from './tell-of-sign-in';
import { verifyCode } from './verify-code';
import { newVisit, readCode } from './visit-fixture';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.close());

const soon = () => new Date(Date.now() + 3_600_000);

/** A stranger asks for a code to this address. */
async function askForCode(address: string, purpose: 'login' | 'verification' = 'login') {
  const visit = newVisit();
  const identifier = { kind: 'email', address } as const;
  const requested = await requestCode(test, { purpose, identifier, ...visit });
  if (!requested.ok) throw new Error(requested.reason);
  const id = requested.value.challenge.id;
  const delivery = await test.db.delivery.findFirstOrThrow({ where: { otpId: id } });
  return { id, visit, purpose, deliveryId: delivery.id, token: signNotMeToken(delivery.id, soon()) };
}

const guess = async ({ id, visit, purpose }: Awaited<ReturnType<typeof askForCode>>) =>
  verifyCode(test, { id, code: await readCode(test.db, id, visit.owner), purposes: [purpose], ...visit });
const report = (token: string, endSessions = false) =>
  reportNotMe(test, { token, endSessions, visitor: newVisit().visitor });
const events = (deliveryId: string) =>
  test.db.auditEvent.findMany({ where: { type: 'not_me', deliveryId }, orderBy: { id: 'asc' } });
const isSignedIn = async ({ token }: SignedIn) => (await getLiveSession(test.db, token)) !== null;

describe('"this wasn’t me"', () => {
  it('kills the code of its message and nothing else, and is written down', async () => {
    const customer = await addSignedIn(test.db);
    const code = await askForCode(customer.account.email!);
    const other = await askForCode(customer.account.email!);
    expect(await report(code.token)).toMatchObject({ ok: true, value: { sessionsEnded: false } });
    expect(await guess(code)).toMatchObject({ ok: false });
    expect(await guess(other)).toMatchObject({ ok: true });
    expect(await isSignedIn(customer)).toBe(true);
    expect(await events(code.deliveryId)).toMatchObject([
      { userId: customer.account.id, otpId: code.id, data: { purpose: 'login', channel: 'email' } },
    ]);
  });

  it('kills what a code has earned already', async () => {
    const { account } = await addSignedIn(test.db);
    const code = await askForCode(account.email!);
    expect(await guess(code)).toMatchObject({ ok: true });
    await report(code.token);
    expect(await test.db.grant.findMany({ where: { otpId: code.id } })).toMatchObject([
      { consumedAt: expect.any(Date) },
    ]);
  });

  it('signs everybody out when the owner wants it, also after a first report without it', async () => {
    const customer = await addSignedIn(test.db);
    const code = await askForCode(customer.account.email!);
    const other = await askForCode(customer.account.email!);
    await report(code.token);
    expect(await report(code.token, true)).toMatchObject({ ok: true, value: { sessionsEnded: true } });
    expect(await isSignedIn(customer)).toBe(false);
    expect(await guess(other)).toMatchObject({ ok: false });
    expect(await events(code.deliveryId)).toMatchObject([{}, { data: { ended: 1 } }]);
  });

  it('happens once, however often and however fast it is asked', async () => {
    const customer = await addSignedIn(test.db);
    const code = await askForCode(customer.account.email!);
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => report(code.token, true)));
    expect(answers.every(({ ok }) => ok)).toBe(true);
    expect(await events(code.deliveryId)).toHaveLength(1);
    // Who signs in again is not signed out by the old mail.
    const { token } = code;
    await test.db.session.updateMany({ where: { id: customer.sessionId }, data: { endedAt: null } });
    expect(await report(token, true)).toMatchObject({ ok: true });
    expect(await isSignedIn(customer)).toBe(true);
  });

  it('ends the very sign-in that a notice told of', async () => {
    const customer = await addSignedIn(test.db);
    const { account, sessionId, visit } = customer;
    await tellOfSignIn(test.db, { userId: account.id, sessionId, visitor: visit.visitor });
    const notice = await test.db.delivery.findFirstOrThrow({ where: { address: account.email! } });
    await report(signNotMeToken(notice.id, soon()));
    expect(await isSignedIn(customer)).toBe(false);
    expect(await test.db.session.findUnique({ where: { id: sessionId } })).toMatchObject({
      endedReason: 'not_me',
    });
  });

  it('signs nobody out from an address that is not the account’s own', async () => {
    const customer = await addSignedIn(test.db);
    const stranger = newEmail();
    const code = await askForCode(stranger, 'verification');
    await test.db.delivery.update({
      where: { id: code.deliveryId },
      data: { userId: customer.account.id },
    });
    expect(await report(code.token, true)).toMatchObject({ ok: true, value: { sessionsEnded: false } });
    expect(await guess(code)).toMatchObject({ ok: false });
    expect(await isSignedIn(customer)).toBe(true);
    expect(await events(code.deliveryId)).toMatchObject([{ userId: null }]);
  });

  it('is refused without our signature, after its end, and for a message that is gone', async () => {
    const { account } = await addSignedIn(test.db);
    const { token, deliveryId } = await askForCode(account.email!);
    const flipped = token.slice(0, -1) + (token.endsWith('a') ? 'b' : 'a');
    const over = signNotMeToken(deliveryId, new Date(Date.now() - 1000));
    const gone = signNotMeToken(account.id, soon());
    for (const made of ['', 'x', `${token}a`, token.slice(2), token.toUpperCase(), flipped, over, gone]) {
      expect(await report(made, true)).toMatchObject({ ok: false, reason: 'link_used' });
    }
    expect(await events(deliveryId)).toEqual([]);
  });
});
