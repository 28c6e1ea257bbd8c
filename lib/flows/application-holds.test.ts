import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { signUnlockToken } from '@/lib/config/unlock-token';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { holdPolicy } from '@/lib/limits/catalogue';
import { checkTypedCode } from './check-typed-code';
import { requestCode } from './request-code';
import { tellHeldOwners } from './tell-held-owners';
import { unlockAccount } from './unlock-account';
import { newVisit, readCode, type Visit } from './visit-fixture';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.close());
// Allowances are another test's matter.
beforeEach(() => test.db.limitWindow.deleteMany());

/** A call of an application with a key of its own, or of anybody without one. */
function call(keyId: string | null): Visit {
  const visit = newVisit();
  return {
    owner: { browserHash: null, clientId: keyId === null ? 'public' : `key:${keyId}` },
    visitor: { ...visit.visitor, api: { keyId, perMinute: null } },
  };
}

async function newCustomer() {
  const address = `h${randomUUID()}@example.com`;
  const { id } = await test.db.user.create({
    data: { name: 'Asha', email: address, emailVerifiedAt: new Date() },
  });
  return { id, identifier: { kind: 'email', address } as const };
}

type Identifier = Awaited<ReturnType<typeof newCustomer>>['identifier'];

async function ask({ owner, visitor }: Visit, identifier: Identifier) {
  await test.db.limitWindow.deleteMany();
  const asked = await requestCode(test, { purpose: 'login', identifier, owner, visitor });
  if (!asked.ok) throw new Error(asked.reason);
  return asked.value.challenge.id;
}

const check = (id: string, typed: string, { owner, visitor }: Visit) =>
  checkTypedCode(test, { id, typed, owner, visitor, purposes: ['login'] });

/** A code that is not this one. */
const wrongOf = (code: string) => code.slice(0, -1) + ((Number(code.at(-1)) + 1) % 10);

async function failTimes(times: number, visit: Visit, identifier: Identifier) {
  for (let failed = 0; failed < times; failed += 5) {
    const id = await ask(visit, identifier);
    const wrong = wrongOf(await readCode(test.db, id, visit.owner));
    for (let guess = 0; guess < 5; guess += 1) await check(id, wrong, visit);
  }
}

describe('the holds of an application with a key', () => {
  it('are its own: what strangers fail at without a key does not hold its customer', async () => {
    const { identifier } = await newCustomer();
    const application = call(randomUUID());
    const stranger = call(null);
    await failTimes(holdPolicy.failuresBeforeHold, stranger, identifier);
    const held = await ask(stranger, identifier);
    expect(await check(held, await readCode(test.db, held, stranger.owner), stranger)).toMatchObject({
      reason: 'account_held',
    });
    const id = await ask(application, identifier);
    expect((await check(id, await readCode(test.db, id, application.owner), application)).ok).toBe(true);
  });

  it('hold it after ten failures, and neither the pages nor another application', async () => {
    const { identifier } = await newCustomer();
    const first = call(randomUUID());
    await failTimes(holdPolicy.failuresBeforeHold, first, identifier);
    const held = await ask(first, identifier);
    expect(await check(held, await readCode(test.db, held, first.owner), first)).toMatchObject({
      reason: 'account_held',
    });
    for (const other of [call(randomUUID()), call(null), newVisit()]) {
      const id = await ask(other, identifier);
      expect((await check(id, await readCode(test.db, id, other.owner), other)).ok).toBe(true);
    }
  });

  it('are alike for an address without an account', async () => {
    const identifier = { kind: 'email', address: `n${randomUUID()}@example.com` } as const;
    const application = call(randomUUID());
    await failTimes(holdPolicy.failuresBeforeHold, application, identifier);
    const id = await ask(application, identifier);
    expect(await check(id, '000000', application)).toMatchObject({ reason: 'account_held' });
    const page = newVisit();
    expect(await check(await ask(page, identifier), '000000', page)).toMatchObject({
      reason: 'code_incorrect',
    });
  });

  it('are told to the owner, whose link ends them', async () => {
    const { id, identifier } = await newCustomer();
    const application = call(randomUUID());
    await failTimes(holdPolicy.failuresBeforeHold, application, identifier);
    await tellHeldOwners(test);
    expect(await test.db.delivery.count({ where: { userId: id, template: 'account_held' } })).toBe(1);
    const token = signUnlockToken(id, new Date(Date.now() + 60_000));
    expect((await unlockAccount(test, { token, visitor: application.visitor })).ok).toBe(true);
    const challenge = await ask(application, identifier);
    expect(
      (await check(challenge, await readCode(test.db, challenge, application.owner), application)).ok,
    ).toBe(true);
  });
});
