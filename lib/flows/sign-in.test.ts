import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashPassword } from '@/lib/accounts/password';
import { createSession } from '@/lib/accounts/sessions';
import { createChallenge } from '@/lib/codes/create-challenge';
import { deriveChallengeCode } from '@/lib/codes/derive-challenge-code';
import { verifyCode } from '@/lib/codes/verify-code';
import { signUnlockToken } from '@/lib/config/unlock-token';
import type { Database } from '@/lib/db/client';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { getHold } from '@/lib/limits/holds';
import type { Visitor } from './deps';
import { requestCode } from './request-code';
import { signInByPassword } from './sign-in';
import { tellHeldOwners } from './tell-held-owners';
import { unlockAccount } from './unlock-account';

let test: TestDatabase;
let db: Database;
let passwordHash: string;
const password = 'harbour tulip seventeen';
const owner = { browserHash: randomBytes(32), clientId: null };

beforeAll(async () => {
  test = await createTestDatabase();
  db = test.db;
  passwordHash = await hashPassword(password);
});
afterAll(() => test.close());

/** Another network each time: the limits per client are not what is tested here. */
let network = 0;
function stranger(deviceHash: Uint8Array | null = null): Visitor {
  network += 1;
  return {
    clientAddress: `203.0.${network >> 8}.${network & 255}`,
    userAgent: null,
    requestId: randomUUID(),
    locale: null,
    deviceHash,
  };
}

async function createOwner() {
  const email = `o${randomBytes(6).toString('hex')}@example.com`;
  const user = await db.user.create({
    data: { name: 'Asha', email, emailVerifiedAt: new Date(), passwordHash },
  });
  const deviceHash = randomBytes(32);
  await createSession(db, {
    userId: user.id,
    methods: ['password'],
    ttlSeconds: 60,
    idleSeconds: null,
    userAgent: null,
    clientAddress: null,
    deviceHash,
  });
  return { id: user.id, identifier: { kind: 'email', address: email } as const, deviceHash };
}

const signIn = (identifier: { kind: 'email'; address: string }, typed: string, visitor = stranger()) =>
  signInByPassword({ db }, { identifier, password: typed, owner, visitor });

async function failTimes(identifier: { kind: 'email'; address: string }, times: number) {
  const results = await Promise.all(
    Array.from({ length: times }, () => signIn(identifier, 'wrong password')),
  );
  return results.map((result) => (result.ok ? 'ok' : result.reason));
}

describe('signing in by password', () => {
  it('is held after ten wrong passwords from anywhere, for known and unknown alike, also with the right one', async () => {
    const account = await createOwner();
    const nobody = { kind: 'email', address: `n${randomUUID()}@example.com` } as const;
    const known = await failTimes(account.identifier, 12);
    const unknown = await failTimes(nobody, 12);
    expect(known.sort()).toEqual(unknown.sort());
    expect(known.filter((reason) => reason === 'wrong')).toHaveLength(10);
    const refusals = [await signIn(account.identifier, password), await signIn(nobody, password)];
    for (const refusal of refusals) expect(refusal).toMatchObject({ ok: false, reason: 'account_held' });
    expect(refusals[0]).toEqual({ ...refusals[1], retryAfterSeconds: expect.any(Number) });
  });

  it('counts together with codes', async () => {
    const account = await createOwner();
    await failTimes(account.identifier, 7);
    const challenge = await createChallenge(db, {
      purpose: 'login',
      channel: 'email',
      address: account.identifier.address,
      userId: account.id,
      decoy: false,
      subject: `user:${account.id}`,
      owner,
      locale: null,
      params: {},
    });
    const right = deriveChallengeCode(challenge)!;
    const wrong = right.slice(0, -1) + ((Number(right.at(-1)) + 1) % 10);
    const guess = (code: string) => verifyCode(db, { id: challenge.id, code, owner, purposes: ['login'] });
    for (let guesses = 0; guesses < 3; guesses += 1)
      expect(await guess(wrong)).toMatchObject({ reason: 'code_incorrect' });
    expect(await guess(right)).toMatchObject({ ok: false, reason: 'account_held' });
  });

  it('forgets the failures at a success without a second factor, and keeps them where one is still to come', async () => {
    const account = await createOwner();
    await failTimes(account.identifier, 4);
    expect(await signIn(account.identifier, password)).toMatchObject({ ok: true });
    expect(await getHold(db, `user:${account.id}`)).toMatchObject({ failures: 0, total: 0 });
    await db.factor.create({ data: { userId: account.id, kind: 'sms', confirmedAt: new Date() } });
    await failTimes(account.identifier, 4);
    expect(await signIn(account.identifier, password)).toMatchObject({ ok: true });
    expect(await getHold(db, `user:${account.id}`)).toMatchObject({ failures: 4, total: 4 });
  });

  it('gives the tries of one client back at a success', async () => {
    const account = await createOwner();
    const visitor = stranger();
    for (let round = 0; round < 2; round += 1) {
      for (let tries = 0; tries < 4; tries += 1) await signIn(account.identifier, 'wrong password', visitor);
      expect(await signIn(account.identifier, password, visitor)).toMatchObject({ ok: true });
    }
  });
});

describe("the owner's known device", () => {
  it('goes on while strangers have the account held, by password and by code', async () => {
    const account = await createOwner();
    await failTimes(account.identifier, 11);
    const visitor = stranger(account.deviceHash);
    const requested = await requestCode(
      { db },
      { purpose: 'login', identifier: account.identifier, owner, visitor },
    );
    if (!requested.ok) throw new Error(requested.reason);
    const { challenge } = requested.value;
    expect(
      await verifyCode(db, {
        id: challenge.id,
        code: deriveChallengeCode(challenge)!,
        owner,
        purposes: ['login'],
      }),
    ).toMatchObject({ ok: true });
    expect(await signIn(account.identifier, password, visitor)).toMatchObject({ ok: true });
    // The hold that strangers have earned goes on for them.
    expect(await signIn(account.identifier, password)).toMatchObject({ reason: 'account_held' });
  });

  it('is held by its own failures', async () => {
    const account = await createOwner();
    const tries = () => signIn(account.identifier, 'wrong password', stranger(account.deviceHash));
    for (let count = 0; count < 10; count += 1) expect(await tries()).toMatchObject({ reason: 'wrong' });
    expect(await tries()).toMatchObject({ reason: 'account_held' });
    expect(await signIn(account.identifier, password)).toMatchObject({ ok: true });
  });

  it('gets codes after strangers have used the address up', async () => {
    const account = await createOwner();
    const ask = (visitor: Visitor) =>
      requestCode({ db }, { purpose: 'login', identifier: account.identifier, owner, visitor });
    for (let sends = 0; sends < 5; sends += 1) expect(await ask(stranger())).toMatchObject({ ok: true });
    expect(await ask(stranger())).toMatchObject({ ok: false, reason: 'limited' });
    expect(await ask(stranger(account.deviceHash))).toMatchObject({ ok: true });
  });

  it('is nobody for another account, and a made-up mark is nobody at all', async () => {
    const [account, other] = [await createOwner(), await createOwner()];
    await failTimes(account.identifier, 11);
    for (const deviceHash of [other.deviceHash, randomBytes(32)]) {
      expect(await signIn(account.identifier, password, stranger(deviceHash))).toMatchObject({
        reason: 'account_held',
      });
    }
  });

  it.each(['not_me', 'revoked', 'disabled'])(
    'is a stranger after its session ended as %s',
    async (reason) => {
      const account = await createOwner();
      await db.session.updateMany({
        where: { userId: account.id },
        data: { endedAt: new Date(), endedReason: reason },
      });
      await failTimes(account.identifier, 11);
      expect(await signIn(account.identifier, password, stranger(account.deviceHash))).toMatchObject({
        reason: 'account_held',
      });
    },
  );
});

describe('an account whose codes are off', () => {
  async function turnOff() {
    const account = await createOwner();
    await db.hold.create({ data: { subject: `user:${account.id}`, failures: 10, total: 100 } });
    return account;
  }

  it('takes neither codes nor passwords from strangers, and tells the owner once', async () => {
    const account = await turnOff();
    expect(await signIn(account.identifier, password)).toMatchObject({ reason: 'account_held' });
    await tellHeldOwners({ db });
    await tellHeldOwners({ db });
    const notices = await db.delivery.findMany({ where: { userId: account.id } });
    expect(notices.map(({ template }) => template)).toEqual(['factor_off']);
  });

  it('is back after a success on a known device', async () => {
    const account = await turnOff();
    expect(await signIn(account.identifier, password, stranger(account.deviceHash))).toMatchObject({
      ok: true,
    });
    expect(await signIn(account.identifier, password)).toMatchObject({ ok: true });
  });

  it('is back after the link of the notice, which works once', async () => {
    const account = await turnOff();
    const token = signUnlockToken(account.id, new Date(Date.now() + 60_000));
    const unlock = (typed: string) => unlockAccount({ db }, { token: typed, visitor: stranger() });
    const forged = token.slice(0, -2) + (token.endsWith('AA') ? 'BA' : 'AA');
    expect(await unlock(forged)).toMatchObject({ ok: false });
    const over = signUnlockToken(account.id, new Date(Date.now() - 1000));
    expect(await unlock(over)).toMatchObject({ ok: false });
    const results = await Promise.all([unlock(token), unlock(token)]);
    expect(results.filter((result) => result.ok)).toHaveLength(1);
    expect(await signIn(account.identifier, password)).toMatchObject({ ok: true });
  });

  it('hears of the first hold, and of nothing twice', async () => {
    const account = await createOwner();
    await failTimes(account.identifier, 11);
    await tellHeldOwners({ db });
    await tellHeldOwners({ db });
    const notices = await db.delivery.findMany({ where: { userId: account.id } });
    expect(notices.map(({ template }) => template)).toEqual(['account_held']);
  });
});
