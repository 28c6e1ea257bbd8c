import { describe, expect, it } from 'vitest';
import { addCodeFactor, findFactors } from '@/lib/accounts/factors';
import { getPendingTotpSecret, startTotp } from '@/lib/accounts/totp';
import { trustDevice } from '@/lib/accounts/trusted-devices';
import { exchangeForSessionGrant } from './exchange-for-session-grant';
import { prepareMeetings } from './lock-order-fixture';
import { meet } from './meet-fixture';
import { passOnTrustedDevice } from './pass-on-trusted-device';
import { proveAddress } from './prove-address';
import { releaseDueFactors } from './release-due-factors';
import { requestAddressProof } from './request-address-proof';
import { addSignedIn, newEmail } from './signed-in-fixture';
import { turnOffFactor } from './turn-off-factor';
import { turnOnAuthenticator } from './turn-on-authenticator';
import { appCode, currentStep, readCode } from './visit-fixture';

const { test, ask, verify, reset, firstFactor } = prepareMeetings();

describe('a reset by code lets through', () => {
  it('the proof of a new address', async () => {
    const customer = await addSignedIn(test.db);
    const { account, sessionId, visit } = customer;
    const wanted = { account, sessionId, kind: 'email' as const, address: newEmail(), ...visit };
    const requested = await requestAddressProof(test, wanted);
    if (!requested.ok) throw new Error(requested.reason);
    const { id } = requested.value.challenge;
    const code = await readCode(test.db, id, visit.owner);
    const verified = await verify({ id, code, purpose: 'verification', ...visit });
    const grant = verified.ok ? verified.value.grant : '';
    const asked = await ask(customer, 'password_reset');
    const [proved, done] = await meet(
      test.db,
      (deps) => proveAddress(deps, { userId: account.id, sessionId, grant, ...visit }),
      { words: '"emailVerifiedAt" AS "verifiedAt"' },
      () => reset(asked),
    );
    expect(proved).toMatchObject({ ok: true });
    expect(done).toMatchObject({ ok: true });
  });

  it('a second factor', async () => {
    const customer = await addSignedIn(test.db);
    const grant = await firstFactor(customer);
    const asked = await ask(customer, 'password_reset');
    const [passed, done] = await meet(
      test.db,
      (deps) =>
        exchangeForSessionGrant(deps, {
          ...{ grant, userId: customer.account.id, method: 'totp', ...customer.visit },
        }),
      { words: 'UPDATE "User" SET "passwordResetBy"' },
      () => reset(asked),
    );
    expect(passed).toMatchObject({ ok: true });
    expect(done).toMatchObject({ ok: true });
  });

  it('a trusted device', async () => {
    const customer = await addSignedIn(test.db);
    const { account, visit } = customer;
    await addCodeFactor(test.db, account.id, 'sms');
    const trustSecret = 'b'.repeat(43);
    await trustDevice(test.db, account.id, { secret: trustSecret, userAgent: null, clientAddress: null });
    const grant = await firstFactor(customer);
    const asked = await ask(customer, 'password_reset');
    const [passed, done] = await meet(
      test.db,
      (deps) => passOnTrustedDevice(deps, { grant, trustSecret, owner: visit.owner }),
      { words: 'UPDATE "Grant" SET "consumedAt"' },
      () => reset(asked),
    );
    expect(passed).toMatchObject({ ok: true });
    expect(done).toMatchObject({ ok: true });
  });
});

describe('factors', () => {
  it('that are released at last let through who shows one at that instant', async () => {
    const customer = await addSignedIn(test.db);
    const userId = customer.account.id;
    await addCodeFactor(test.db, userId, 'sms');
    await test.db.factorRelease.create({ data: { userId, plannedBy: 'admin:1', dueAt: new Date(0) } });
    const grant = await firstFactor(customer);
    const [released, passed] = await meet(test.db, releaseDueFactors, { words: 'UPDATE "Session"' }, () =>
      exchangeForSessionGrant({ db: test.other }, { grant, userId, method: 'code_sms', ...customer.visit }),
    );
    expect(released).toBe(1);
    expect(passed).toMatchObject({ ok: false, reason: 'grant_used' });
  });

  it('that are turned on and off at once are as if one came after the other', async () => {
    const customer = await addSignedIn(test.db);
    const { account, sessionId, visit } = customer;
    const { visitor } = visit;
    await addCodeFactor(test.db, account.id, 'sms');
    const [sms] = await findFactors(test.db, account.id);
    await trustDevice(test.db, account.id, { secret: 'c'.repeat(43), userAgent: null, clientAddress: null });
    await startTotp(test.db, account.id);
    const secret = (await getPendingTotpSecret(test.db, account.id))!;
    const code = appCode(secret, await currentStep(test.db));
    const [on, off] = await meet(
      test.db,
      (deps) => turnOnAuthenticator(deps, { account, sessionId, code, visitor }),
      { words: '"BackupCode"' },
      () => turnOffFactor({ db: test.other }, { account, sessionId, factorId: sms!.id, visitor }),
    );
    expect(on).toMatchObject({ ok: true });
    expect(off).toMatchObject({ ok: true });
    expect((await findFactors(test.db, account.id)).map(({ kind }) => kind)).toEqual(['totp']);
  });
});
