import { describe, expect, it } from 'vitest';
import { addCodeFactor } from '@/lib/accounts/factors';
import { getSecondFactorStep } from './get-second-factor-step';
import { passSecondFactor } from './pass-second-factor';
import { redeemSignInGrant } from './redeem-sign-in-grant';
import { requestCode } from './request-code';
import { resetPassword } from './reset-password';
import { type Customer, prepareSecondFactors } from './second-factor-fixture';
import { knownPassword } from './signed-in-fixture';
import { verifyCode } from './verify-code';
import { appCode, currentStep, newVisit, readCode, type Visit } from './visit-fixture';

const test = prepareSecondFactors();
const { addCustomer, addTotp, byCode, byPassword, answerByCode } = test;

const firstFactors = {
  password: byPassword,
  'code by email': (customer: Customer, visit: Visit) => byCode(customer, 'email', visit),
  'code by SMS': (customer: Customer, visit: Visit) => byCode(customer, 'sms', visit),
};
const factorKinds = {
  totp: addTotp,
  sms: (userId: string) => addCodeFactor(test.db, userId, 'sms'),
  whatsapp: (userId: string) => addCodeFactor(test.db, userId, 'whatsapp'),
  email: (userId: string) => addCodeFactor(test.db, userId, 'email'),
  passkey: (userId: string) =>
    test.db.factor.create({ data: { userId, kind: 'passkey', confirmedAt: new Date() } }),
};

describe.each(Object.entries(firstFactors))('a first factor (%s)', (_, signIn) => {
  it('gives a session to an account without a second one', async () => {
    const visit = newVisit();
    const grant = await signIn(await addCustomer(), visit);
    expect(await redeemSignInGrant(test, { grant, ...visit })).toMatchObject({ ok: true });
  });

  it.each(Object.entries(factorKinds))('gives no session where %s is on', async (_kind, turnOn) => {
    const customer = await addCustomer();
    await turnOn(customer.id);
    const visit = newVisit();
    const grant = await signIn(customer, visit);
    expect(await redeemSignInGrant(test, { grant, ...visit })).toMatchObject({
      reason: 'second_factor_needed',
    });
    expect(await test.db.session.count({ where: { userId: customer.id } })).toBe(0);
  });

  it('and a code of the app give one session, once', async () => {
    const customer = await addCustomer();
    const secret = await addTotp(customer.id);
    const visit = newVisit();
    const grant = await signIn(customer, visit);
    const typed = appCode(secret, await currentStep(test.db));
    const passed = await passSecondFactor(test, { grant, way: 'totp', typed, ...visit });
    expect(passed).toMatchObject({ ok: true });
    const session = { grant: passed.ok ? passed.value.grant : '', ...visit };
    expect(await redeemSignInGrant(test, session)).toMatchObject({ ok: true });
    expect(await redeemSignInGrant(test, session)).toMatchObject({ reason: 'grant_used' });
    const row = await test.db.session.findFirstOrThrow({ where: { userId: customer.id } });
    expect(row.methods).toHaveLength(2);
    expect(row.idleSeconds).toBe(3600);
  });
});

describe('a second factor', () => {
  it('is never the address that the first one came to', async () => {
    const cases = [
      { first: 'email', factor: 'email' },
      { first: 'sms', factor: 'sms' },
      { first: 'sms', factor: 'whatsapp' },
    ] as const;
    for (const { first, factor } of cases) {
      const customer = await addCustomer();
      await addCodeFactor(test.db, customer.id, factor);
      const visit = newVisit();
      const grant = await byCode(customer, first, visit);
      expect(await answerByCode(grant, factor, visit)).toMatchObject({ reason: 'channel_not_offered' });
      // The password is the second of two then.
      const step = await getSecondFactorStep(test, { grant, ...visit });
      expect(step?.ways.map(({ way }) => way)).toEqual(['password']);
      const passed = await passSecondFactor(test, { grant, way: 'password', typed: knownPassword, ...visit });
      expect(passed).toMatchObject({ ok: true });
    }
  });

  it('by another address than the first one is accepted', async () => {
    const customer = await addCustomer();
    await addCodeFactor(test.db, customer.id, 'sms');
    const visit = newVisit();
    const grant = await byCode(customer, 'email', visit);
    const passed = await answerByCode(grant, 'sms', visit);
    expect(passed).toMatchObject({ ok: true });
  });

  it('stays on after a reset by e-mail, and the mailbox alone opens nothing', async () => {
    const customer = await addCustomer();
    await addCodeFactor(test.db, customer.id, 'email');
    const visit = newVisit();
    const identifier = { kind: 'email' as const, address: customer.email! };
    const requested = await requestCode(test, { purpose: 'password_reset', identifier, ...visit });
    const { id } = (requested as { value: { challenge: { id: string } } }).value.challenge;
    const code = await readCode(test.db, id, visit.owner);
    const verified = await verifyCode(test, { id, code, purposes: ['password_reset'], ...visit });
    const reset = verified.ok ? verified.value.grant : '';
    expect(await redeemSignInGrant(test, { grant: reset, ...visit })).toMatchObject({ ok: false });
    const typed = 'another horse of lemon';
    expect(await resetPassword(test, { grant: reset, password: typed, ...visit })).toMatchObject({
      ok: true,
    });
    const grant = await byPassword(customer, visit, typed);
    expect(await redeemSignInGrant(test, { grant, ...visit })).toMatchObject({
      reason: 'second_factor_needed',
    });
    expect((await getSecondFactorStep(test, { grant, ...visit }))?.ways).toEqual([]);
    expect(await answerByCode(grant, 'email', visit)).toMatchObject({ ok: false });
  });
});
