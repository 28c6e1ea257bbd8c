import { describe, expect, it } from 'vitest';
import { signUndoToken } from '@/lib/config/undo-token';
import { atTheGrants, prepareMeetings } from './lock-order-fixture';
import { meet } from './meet-fixture';
import { redeemSignInGrant } from './redeem-sign-in-grant';
import { requestCode } from './request-code';
import { addSignedIn, newEmail } from './signed-in-fixture';
import { undoAddressChange } from './undo-address-change';
import { updateCustomer } from './update-customer';
import { newVisit } from './visit-fixture';

const { test, ask, signIn, replaceEmail, firstFactor } = prepareMeetings();

describe('a new address from an application, which ends the codes of its account, lets through', () => {
  it('a sign-in by code', async () => {
    const customer = await addSignedIn(test.db);
    const asked = await ask(customer);
    const [changed, signedIn] = await meet(
      test.db,
      (deps) => replaceEmail(deps, customer),
      atTheGrants,
      () => signIn(asked),
    );
    expect(changed).toMatchObject({ ok: true });
    expect(signedIn).toMatchObject({ ok: true });
  });

  it('the grant of a sign-in', async () => {
    const customer = await addSignedIn(test.db);
    const grant = await firstFactor(customer);
    const [changed, signedIn] = await meet(
      test.db,
      (deps) => replaceEmail(deps, customer),
      atTheGrants,
      () => redeemSignInGrant({ db: test.other }, { grant, ...customer.visit }),
    );
    expect(changed).toMatchObject({ ok: true });
    expect(signedIn).toMatchObject({ ok: true });
  });

  it('a request for another code in the place of one', async () => {
    const customer = await addSignedIn(test.db);
    const asked = await ask(customer);
    const identifier = { kind: 'email' as const, address: customer.account.email! };
    const { owner, visitor } = asked;
    const [changed, requested] = await meet(
      test.db,
      (deps) => replaceEmail(deps, customer),
      atTheGrants,
      () =>
        requestCode({ db: test.other }, { purpose: 'login', identifier, replaces: asked.id, owner, visitor }),
    );
    expect(changed).toMatchObject({ ok: true });
    expect(requested).toMatchObject({ ok: true });
  });

  it('where both addresses are new, too; each is told, and no code from before is left', async () => {
    const customer = await addSignedIn(test.db);
    const asked = await ask(customer);
    const { id, email, phone } = customer.account;
    const wanted = { email: newEmail(), phone: '+919000000001' };
    const changed = await updateCustomer(test, {
      ...{ id, change: {}, addresses: wanted, verified: true, visitor: customer.visit.visitor },
    });
    expect(changed).toMatchObject({ ok: true, value: wanted });
    expect(await signIn(asked)).toMatchObject({ reason: 'code_expired' });
    for (const address of [email!, phone!]) {
      const told = await test.db.delivery.findMany({ where: { address, template: 'address_changed' } });
      expect(told.length).toBeGreaterThan(0);
    }
  });
});

it('the way back to an address lets a sign-in by code through', async () => {
  const customer = await addSignedIn(test.db);
  const asked = await ask(customer);
  const undo = await test.db.addressUndo.create({
    data: {
      ...{ userId: customer.account.id, kind: 'email', address: newEmail(), verifiedAt: new Date() },
      ...{ tokenHash: Buffer.from(asked.id), expiresAt: new Date(Date.now() + 3_600_000) },
    },
  });
  const [undone, signedIn] = await meet(
    test.db,
    (deps) => undoAddressChange(deps, { token: signUndoToken(undo.id), visitor: newVisit().visitor }),
    atTheGrants,
    () => signIn(asked),
  );
  expect(undone).toMatchObject({ ok: true });
  expect(signedIn).toMatchObject({ ok: true });
});
