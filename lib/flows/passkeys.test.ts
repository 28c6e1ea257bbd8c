import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findFactors } from '@/lib/accounts/factors';
import { getLiveSession } from '@/lib/accounts/sessions';
import { issueGrant } from '@/lib/codes/grants';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { addPasskey } from './add-passkey';
import { askPasskey, type PasskeyUse } from './ask-passkey';
import { confirmIdentity } from './confirm-identity';
import { passSecondFactorByPasskey } from './pass-second-factor-by-passkey';
import { SoftwarePasskey } from './passkey-fixture';
import { redeemSignInGrant } from './redeem-sign-in-grant';
import { renamePasskey } from './rename-passkey';
import { signInByPasskey } from './sign-in-by-passkey';
import { addSignedIn, type SignedIn } from './signed-in-fixture';
import { startPasskeySetup } from './start-passkey-setup';
import { turnOffFactor } from './turn-off-factor';
import { newVisit, type Visit } from './visit-fixture';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.close());

async function setUp({ account, sessionId, visit }: SignedIn, passkey: SoftwarePasskey, name = 'Phone') {
  const asked = await startPasskeySetup(test, { account, sessionId, owner: visit.owner });
  if (!asked.ok) throw new Error(asked.reason);
  return addPasskey(test, { account, sessionId, name, response: passkey.make(asked.value), ...visit });
}

async function addWithPasskey(passkey = new SoftwarePasskey()) {
  const customer = await addSignedIn(test.db);
  const added = await setUp(customer, passkey);
  if (!added.ok) throw new Error(added.reason);
  return { customer, passkey };
}

async function ask(use: PasskeyUse, visit: Visit) {
  const asked = await askPasskey(test, { for: use, ...visit });
  if (!asked.ok) throw new Error(asked.reason);
  return asked.value;
}

async function signIn(passkey: SoftwarePasskey, visit = newVisit()) {
  const response = passkey.answer(await ask({ use: 'sign_in' }, visit));
  return { answer: await signInByPasskey(test, { response, ...visit }), response, visit };
}

const refused = { ok: false, reason: 'passkey_refused' };

describe('a new passkey', () => {
  it('is a second factor from then on, comes with backup codes, and is told to the owner', async () => {
    const customer = await addSignedIn(test.db);
    const added = await setUp(customer, new SoftwarePasskey(), 'My phone');
    expect(added).toMatchObject({ ok: true, value: { backupCodes: { length: 10 } } });
    const { account } = customer;
    expect(await findFactors(test.db, account.id)).toMatchObject([{ kind: 'passkey', name: 'My phone' }]);
    const notices = await test.db.delivery.findMany({ where: { userId: account.id } });
    expect(notices).toMatchObject(
      Array(2).fill({ template: 'factor_changed', params: { change: 'passkey_added' } }),
    );
    const grant = await issueGrant(test.db, {
      purpose: 'login',
      userId: account.id,
      owner: customer.visit.owner,
      context: { methods: ['password'] },
    });
    expect(await redeemSignInGrant(test, { grant, ...customer.visit })).toMatchObject({
      reason: 'second_factor_needed',
    });
  });

  it('is refused from another site, for another session, with a used challenge, and when it is known', async () => {
    const customer = await addSignedIn(test.db);
    const { account, sessionId, visit } = customer;
    expect(await setUp(customer, new SoftwarePasskey('https://evil.example'))).toMatchObject(refused);
    const input = { account, sessionId, name: 'x', ...visit };
    const asked = await startPasskeySetup(test, { account, sessionId, owner: visit.owner });
    const options = (asked as Extract<typeof asked, { ok: true }>).value;
    const passkey = new SoftwarePasskey();
    const response = passkey.make(options);
    const other = await addSignedIn(test.db);
    expect(await addPasskey(test, { ...input, response, ...other.visit })).toMatchObject(refused);
    const both = await Promise.all([1, 2].map(() => addPasskey(test, { ...input, response })));
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await setUp(other, passkey)).toMatchObject({ reason: 'factor_on_already' });
    expect(await findFactors(test.db, other.account.id)).toEqual([]);
  });
});

describe('signing in with a passkey', () => {
  it('gives a session by itself, as short as one with two factors', async () => {
    const { customer, passkey } = await addWithPasskey();
    const { answer, visit } = await signIn(passkey);
    expect(answer).toMatchObject({ ok: true, value: { userId: customer.account.id } });
    const grant = answer.ok ? answer.value.grant : '';
    const redeemed = await redeemSignInGrant(test, { grant, ...visit });
    expect(redeemed).toMatchObject({ ok: true });
    const session = await test.db.session.findUniqueOrThrow({
      where: { id: redeemed.ok ? redeemed.value.sessionId : '' },
    });
    expect(session).toMatchObject({ methods: ['passkey'], idleSeconds: 3600 });
  });

  it('needs a device that has checked its holder', async () => {
    const { passkey } = await addWithPasskey(new SoftwarePasskey('http://localhost:3000', false));
    expect((await signIn(passkey)).answer).toMatchObject(refused);
  });

  it('is refused when the answer is repeated, comes from another browser, or is about another challenge', async () => {
    const { passkey } = await addWithPasskey();
    const { answer, response, visit } = await signIn(passkey);
    expect(answer).toMatchObject({ ok: true });
    expect(await signInByPasskey(test, { response, ...visit })).toMatchObject(refused);
    const options = await ask({ use: 'sign_in' }, visit);
    const elsewhere = { response: passkey.answer(options), ...newVisit() };
    expect(await signInByPasskey(test, elsewhere)).toMatchObject(refused);
    const made = { ...options, challenge: 'A'.repeat(43) };
    expect(await signInByPasskey(test, { response: passkey.answer(made), ...visit })).toMatchObject(refused);
  });

  it('is refused with another key, a changed signature, another site, and for a disabled account', async () => {
    const { customer, passkey } = await addWithPasskey();
    const visit = newVisit();
    const thief = new SoftwarePasskey();
    const stolen = thief.answer(await ask({ use: 'sign_in' }, visit));
    const id = passkey.id.toString('base64url');
    const response = { ...stolen, id, rawId: id };
    expect(await signInByPasskey(test, { response, ...visit })).toMatchObject(refused);
    const phished = new SoftwarePasskey('https://localhost.evil.example');
    Object.assign(phished, { id: passkey.id, key: (passkey as unknown as { key: unknown }).key });
    expect((await signIn(phished)).answer).toMatchObject(refused);
    await test.db.user.update({ where: { id: customer.account.id }, data: { status: 'disabled' } });
    expect((await signIn(passkey)).answer).toMatchObject(refused);
  });

  it('is refused where the counter says that there is a copy', async () => {
    const { passkey } = await addWithPasskey();
    expect((await signIn(passkey)).answer).toMatchObject({ ok: true });
    passkey.counter -= 1;
    expect((await signIn(passkey)).answer).toMatchObject(refused);
  });
});

describe('a passkey as the second factor', () => {
  it('is accepted for its own account, with or without a check of its holder', async () => {
    const { customer, passkey } = await addWithPasskey(new SoftwarePasskey('http://localhost:3000', false));
    const other = await addWithPasskey();
    const first = async ({ account }: SignedIn, visit: Visit) =>
      issueGrant(test.db, {
        purpose: 'login',
        userId: account.id,
        owner: visit.owner,
        context: { methods: ['password'] },
      });
    const visit = newVisit();
    const use = { use: 'second_factor', userId: customer.account.id } as const;
    const foreign = other.passkey.answer(await ask(use, visit));
    const grant = await first(customer, visit);
    expect(await passSecondFactorByPasskey(test, { grant, response: foreign, ...visit })).toMatchObject(
      refused,
    );
    // An answer for a sign-in is none for the second step.
    const wrongUse = passkey.answer(await ask({ use: 'sign_in' }, visit));
    expect(await passSecondFactorByPasskey(test, { grant, response: wrongUse, ...visit })).toMatchObject(
      refused,
    );
    const response = passkey.answer(await ask(use, visit));
    const passed = await passSecondFactorByPasskey(test, { grant, response, ...visit });
    expect(passed).toMatchObject({ ok: true });
    const session = { grant: passed.ok ? passed.value.grant : '', ...visit };
    expect(await redeemSignInGrant(test, session)).toMatchObject({ ok: true });
  });

  it('makes a session fresh again, the one that asked and no other', async () => {
    const { customer, passkey } = await addWithPasskey();
    const { account, sessionId, visit } = customer;
    const response = passkey.answer(await ask({ use: 'check', userId: account.id, sessionId }, visit));
    const other = { account, sessionId: '00000000-0000-4000-8000-000000000000', ...visit };
    expect(await confirmIdentity(test, { ...other, evidence: { passkey: response } })).toMatchObject(refused);
    const again = passkey.answer(await ask({ use: 'check', userId: account.id, sessionId }, visit));
    const done = await confirmIdentity(test, { account, sessionId, evidence: { passkey: again }, ...visit });
    expect(done).toMatchObject({ ok: true });
    expect(await getLiveSession(test.db, done.ok ? done.value.token : '')).toMatchObject({ isFresh: true });
  });

  it('is renamed and removed by its owner alone, and worth nothing afterwards', async () => {
    const { customer, passkey } = await addWithPasskey();
    const other = await addSignedIn(test.db);
    const [factor] = await findFactors(test.db, customer.account.id);
    const factorId = factor!.id;
    const theirs = { userId: other.account.id, factorId, name: 'Mine' };
    expect(await renamePasskey(test, theirs)).toMatchObject({ reason: 'not_found' });
    expect(await renamePasskey(test, { ...theirs, userId: customer.account.id })).toMatchObject({ ok: true });
    const by = (who: SignedIn) => ({
      account: who.account,
      sessionId: who.sessionId,
      factorId,
      visitor: who.visit.visitor,
    });
    expect(await turnOffFactor(test, by(other))).toMatchObject({ reason: 'not_found' });
    expect(await turnOffFactor(test, by(customer))).toMatchObject({ ok: true });
    expect((await signIn(passkey)).answer).toMatchObject(refused);
  });
});
