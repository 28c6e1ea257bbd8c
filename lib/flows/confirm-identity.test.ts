import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeBackupCodes } from '@/lib/accounts/backup-codes';
import { addCodeFactor } from '@/lib/accounts/factors';
import { findAccountById } from '@/lib/accounts/find-account';
import { hashPassword } from '@/lib/accounts/password';
import { createSession, getLiveSession } from '@/lib/accounts/sessions';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { confirmIdentity } from './confirm-identity';
import { findCheckWays } from './find-check-ways';
import { sendCheckCode } from './send-check-code';
import { turnOffFactor } from './turn-off-factor';
import { turnOnCodeFactor } from './turn-on-code-factor';
import { verifyCode } from './verify-code';
import { newVisit, readCode } from './visit-fixture';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.close());

const password = 'correct horse lemon';

async function addSignedIn(over: { phone?: boolean; password?: boolean } = {}) {
  const user = await test.db.user.create({
    data: {
      email: `c${randomBytes(6).toString('hex')}@example.com`,
      emailVerifiedAt: new Date(),
      ...(over.phone && {
        phone: `+9197${String(randomBytes(4).readUInt32BE() % 100_000_000).padStart(8, '0')}`,
        phoneVerifiedAt: new Date(),
      }),
      ...(over.password !== false && { passwordHash: await hashPassword(password) }),
    },
  });
  const visit = newVisit();
  const life = { ttlSeconds: 3600, idleSeconds: null, userAgent: null, clientAddress: null };
  const session = (await createSession(test.db, { userId: user.id, methods: ['password'], ...life }))!;
  await test.db.session.update({
    where: { id: session.id },
    data: { checkedAt: new Date(Date.now() - 6 * 60 * 1000) },
  });
  return { account: (await findAccountById(test.db, user.id))!, session, visit };
}

describe('a fresh check', () => {
  it('is older than five minutes, and then given by the password: the cookie changes, too', async () => {
    const { account, session, visit } = await addSignedIn();
    expect(await getLiveSession(test.db, session.token)).toMatchObject({ isFresh: false });
    const input = { account, sessionId: session.id, ...visit };
    const wrong = await confirmIdentity(test, { ...input, evidence: { way: 'password', typed: 'wrong' } });
    expect(wrong).toMatchObject({ reason: 'code_incorrect' });
    const right = await confirmIdentity(test, { ...input, evidence: { way: 'password', typed: password } });
    expect(right).toMatchObject({ ok: true });
    expect(await getLiveSession(test.db, session.token)).toBeNull();
    const token = right.ok ? right.value.token : '';
    expect(await getLiveSession(test.db, token)).toMatchObject({ id: session.id, isFresh: true });
  });

  it('wants a factor where one is on: the password is not enough', async () => {
    const { account, session, visit } = await addSignedIn({ phone: true });
    await addCodeFactor(test.db, account.id, 'sms');
    const [backup] = await makeBackupCodes(test.db, account.id);
    expect((await findCheckWays(test, account)).map(({ way }) => way)).toEqual(['sms', 'backup']);
    const input = { account, sessionId: session.id, ...visit };
    const evidence = { way: 'password' as const, typed: password };
    expect(await confirmIdentity(test, { ...input, evidence })).toMatchObject({ reason: 'way_closed' });
    const typed = backup!.replaceAll('-', '');
    expect(await confirmIdentity(test, { ...input, evidence: { way: 'backup', typed } })).toMatchObject({
      ok: true,
    });
  });

  it('by a code is good for the session that asked, and for no other', async () => {
    const { account, session, visit } = await addSignedIn({ password: false });
    const sent = await sendCheckCode(test, { account, sessionId: session.id, channel: 'email', ...visit });
    const { id } = (sent as { value: { challenge: { id: string } } }).value.challenge;
    const code = await readCode(test.db, id, visit.owner);
    const verified = await verifyCode(test, { id, code, purposes: ['verification'], ...visit });
    const evidence = { codeGrant: verified.ok ? verified.value.grant : '' };
    const other = await addSignedIn();
    const elsewhere = { account, sessionId: other.session.id, evidence, ...visit };
    expect(await confirmIdentity(test, elsewhere)).toMatchObject({ reason: 'grant_used' });
    expect(await getLiveSession(test.db, session.token)).toMatchObject({ isFresh: false });
  });
});

describe('a code as a factor', () => {
  it('is refused where it would lock its owner out', async () => {
    const { account, session, visit } = await addSignedIn({ password: false });
    const input = { account, sessionId: session.id, channel: 'email' as const, visitor: visit.visitor };
    expect(await turnOnCodeFactor(test, input)).toMatchObject({ reason: 'factor_needs_other' });
  });

  it('is refused to an address that nobody has proved', async () => {
    const { account, session, visit } = await addSignedIn();
    const input = { account, sessionId: session.id, channel: 'sms' as const, visitor: visit.visitor };
    expect(await turnOnCodeFactor(test, input)).toMatchObject({ reason: 'channel_not_offered' });
  });

  it('comes with ten backup codes, is told to the owner, and takes the codes along when it goes', async () => {
    const { account, session, visit } = await addSignedIn({ phone: true });
    const by = { account, sessionId: session.id, visitor: visit.visitor };
    const on = await turnOnCodeFactor(test, { ...by, channel: 'sms' });
    expect(on.ok && on.value.backupCodes).toHaveLength(10);
    expect(await turnOnCodeFactor(test, { ...by, channel: 'sms' })).toMatchObject({
      reason: 'factor_on_already',
    });
    const factor = await test.db.factor.findFirstOrThrow({ where: { userId: account.id } });
    const stranger = await addSignedIn();
    const theirs = { ...by, account: stranger.account, factorId: factor.id };
    expect(await turnOffFactor(test, theirs)).toMatchObject({ reason: 'not_found' });
    expect(await turnOffFactor(test, { ...by, factorId: factor.id })).toMatchObject({ ok: true });
    expect(await test.db.backupCode.count({ where: { userId: account.id } })).toBe(0);
    const told = { userId: account.id, template: 'factor_changed' };
    expect(await test.db.delivery.count({ where: told })).toBe(4);
  });
});
