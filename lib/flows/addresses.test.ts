import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AddressKind } from '@/lib/accounts/addresses';
import { addCodeFactor } from '@/lib/accounts/factors';
import { findAccountById } from '@/lib/accounts/find-account';
import { getLiveSession } from '@/lib/accounts/sessions';
import { signUndoToken } from '@/lib/config/undo-token';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { proveAddress } from './prove-address';
import { removeAddress } from './remove-address';
import { requestAddressProof } from './request-address-proof';
import { setPreferredChannel } from './set-preferred-channel';
import { addSignedIn, newEmail, newPhone, type SignedIn } from './signed-in-fixture';
import { undoAddressChange } from './undo-address-change';
import { verifyCode } from './verify-code';
import { newVisit, readCode } from './visit-fixture';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.close());

async function ask({ account, sessionId, visit }: SignedIn, kind: AddressKind, address: string) {
  const requested = await requestAddressProof(test, { account, sessionId, kind, address, ...visit });
  if (!requested.ok) throw new Error(requested.reason);
  return requested.value.challenge.id;
}

async function earn({ visit }: SignedIn, id: string): Promise<string> {
  const code = await readCode(test.db, id, visit.owner);
  const verified = await verifyCode(test, { id, code, purposes: ['verification'], ...visit });
  if (!verified.ok) throw new Error(verified.reason);
  return verified.value.grant;
}

async function change(customer: SignedIn, kind: AddressKind, address: string) {
  const grant = await earn(customer, await ask(customer, kind, address));
  const { account, sessionId, visit } = customer;
  return proveAddress(test, { userId: account.id, sessionId, grant, ...visit });
}

const read = async ({ account }: SignedIn) => (await findAccountById(test.db, account.id))!;
const noticesTo = (address: string) =>
  test.db.delivery.findMany({ where: { address, otpId: null }, orderBy: { createdAt: 'asc' } });
async function undoTokenOf(address: string): Promise<string> {
  const notices = await noticesTo(address);
  const { undo } = notices.at(-1)!.params as { undo: { id: string } };
  return signUndoToken(undo.id);
}

describe('a new address', () => {
  it('counts for nothing before its code came back, and then is the proved one', async () => {
    const customer = await addSignedIn(test.db, { phone: null });
    const phone = newPhone();
    const id = await ask(customer, 'phone', phone);
    expect(await read(customer)).toMatchObject({ phone: null });
    expect(await test.db.pendingAddress.findMany({ where: { userId: customer.account.id } })).toMatchObject([
      { kind: 'phone', address: phone },
    ]);
    const grant = await earn(customer, id);
    const { account, sessionId, visit } = customer;
    expect(await proveAddress(test, { userId: account.id, sessionId, grant, ...visit })).toMatchObject({
      ok: true,
    });
    expect(await read(customer)).toMatchObject({ phone, phoneVerifiedAt: expect.any(Date) });
    expect(await test.db.pendingAddress.count({ where: { userId: account.id } })).toBe(0);
  });

  it('is not given by the grant of another session, of another account, or twice', async () => {
    const [mine, theirs] = [await addSignedIn(test.db), await addSignedIn(test.db)];
    const address = newEmail();
    const { owner, visitor } = mine.visit;
    const foreign = [
      { userId: theirs.account.id, sessionId: theirs.sessionId },
      { userId: mine.account.id, sessionId: theirs.sessionId },
    ];
    for (const who of foreign) {
      const grant = await earn(mine, await ask(mine, 'email', address));
      expect(await proveAddress(test, { ...who, grant, owner, visitor })).toMatchObject({
        reason: 'grant_used',
      });
    }
    const grant = await earn(mine, await ask(mine, 'email', address));
    const own = { userId: mine.account.id, sessionId: mine.sessionId, grant, owner, visitor };
    expect(await proveAddress(test, own)).toMatchObject({ ok: true });
    expect(await proveAddress(test, own)).toMatchObject({ reason: 'grant_used' });
    expect(await read(theirs)).toMatchObject({ email: theirs.account.email });
  });

  it('of two accounts that prove it at the same time belongs to one; the other keeps what it had and is told why', async () => {
    for (let round = 0; round < 5; round += 1) {
      const both = [await addSignedIn(test.db), await addSignedIn(test.db)];
      const phone = newPhone();
      const grants: string[] = [];
      for (const customer of both) grants.push(await earn(customer, await ask(customer, 'phone', phone)));
      const answers = await Promise.all(
        both.map(({ account, sessionId, visit }, index) =>
          proveAddress(test, { userId: account.id, sessionId, grant: grants[index]!, ...visit }),
        ),
      );
      expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
      expect(answers.filter(({ ok }) => !ok)).toMatchObject([{ reason: 'address_taken' }]);
      const loser = both[answers.findIndex(({ ok }) => !ok)]!;
      expect(await read(loser)).toMatchObject({ phone: loser.account.phone });
      expect(await test.db.user.count({ where: { phone } })).toBe(1);
    }
  });

  it('that belongs to somebody looks the same, sends no code, and tells its owner', async () => {
    const [mine, theirs] = [await addSignedIn(test.db), await addSignedIn(test.db)];
    const id = await ask(mine, 'email', theirs.account.email!);
    const challenge = await test.db.otp.findUniqueOrThrow({ where: { id }, include: { deliveries: true } });
    expect(challenge).toMatchObject({ decoy: true, userId: null });
    expect(challenge.deliveries).toMatchObject([{ state: 'decoy' }]);
    expect(await noticesTo(theirs.account.email!)).toMatchObject([
      { template: 'address_in_use', userId: theirs.account.id, state: 'queued' },
    ]);
    const code = await readCode(test.db, id, mine.visit.owner);
    const guess = { id, code, purposes: ['verification'] as const, ...mine.visit };
    expect(await verifyCode(test, guess)).toMatchObject({ reason: 'code_incorrect' });
    expect(await read(theirs)).toMatchObject({ email: theirs.account.email });
  });
});

describe('a change of an address', () => {
  it('is told at the old one, with a link, and at the other proved one, without', async () => {
    const customer = await addSignedIn(test.db);
    const address = newEmail();
    expect(await change(customer, 'email', address)).toMatchObject({ ok: true });
    expect(await noticesTo(customer.account.email!)).toMatchObject([
      { template: 'address_changed', params: { undo: { id: expect.any(String) } } },
    ]);
    const others = await noticesTo(customer.account.phone!);
    expect(others).toMatchObject([{ template: 'address_changed' }]);
    expect(others[0]!.params).not.toHaveProperty('undo');
    // Masked: whoever reads the old mailbox does not learn the new one.
    expect(JSON.stringify(await noticesTo(customer.account.email!))).not.toContain(address);
    expect(await noticesTo(address)).toEqual([]);
  });

  it('is taken back by the link once, and everybody is signed out', async () => {
    const customer = await addSignedIn(test.db);
    await change(customer, 'email', newEmail());
    const token = await undoTokenOf(customer.account.email!);
    const { visitor } = newVisit();
    const answers = await Promise.all([1, 2, 3].map(() => undoAddressChange(test, { token, visitor })));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await read(customer)).toMatchObject({ email: customer.account.email });
    expect((await read(customer)).emailVerifiedAt).not.toBeNull();
    expect(await getLiveSession(test.db, customer.token)).toBeNull();
    expect((await noticesTo(customer.account.email!)).at(-1)).toMatchObject({ template: 'address_restored' });
  });

  it('to a third address is taken back by the oldest link, and the links of the intruder are dead then', async () => {
    const customer = await addSignedIn(test.db);
    const second = newEmail();
    await change(customer, 'email', second);
    await change(customer, 'email', newEmail());
    const oldest = await undoTokenOf(customer.account.email!);
    const ofIntruder = await undoTokenOf(second);
    const { visitor } = newVisit();
    expect(await undoAddressChange(test, { token: oldest, visitor })).toMatchObject({ ok: true });
    expect(await read(customer)).toMatchObject({ email: customer.account.email });
    expect(await undoAddressChange(test, { token: ofIntruder, visitor })).toMatchObject({
      reason: 'link_used',
    });
  });

  it('stands after 72 hours, and no made-up link takes anything back', async () => {
    const customer = await addSignedIn(test.db);
    const address = newEmail();
    await change(customer, 'email', address);
    const token = await undoTokenOf(customer.account.email!);
    const { visitor } = newVisit();
    for (const made of ['', 'x', `${token}x`, token.slice(1), token.replace(/./g, 'A')]) {
      expect(await undoAddressChange(test, { token: made, visitor })).toMatchObject({ reason: 'link_used' });
    }
    await test.db.$executeRaw`
      UPDATE "AddressUndo" SET "expiresAt" = now() - interval '1 second' WHERE "userId" = ${customer.account.id}::uuid`;
    expect(await undoAddressChange(test, { token, visitor })).toMatchObject({ reason: 'link_used' });
    expect(await read(customer)).toMatchObject({ email: address });
  });

  it('is not taken back when somebody else has proved the old address since', async () => {
    const customer = await addSignedIn(test.db);
    const address = newEmail();
    await change(customer, 'email', address);
    await addSignedIn(test.db, { email: customer.account.email });
    const token = await undoTokenOf(customer.account.email!);
    expect(await undoAddressChange(test, { token, visitor: newVisit().visitor })).toMatchObject({
      reason: 'address_taken',
    });
    expect(await read(customer)).toMatchObject({ email: address });
  });
});

describe('removing an address', () => {
  it('is told there, can be taken back, and is refused for the last one', async () => {
    const customer = await addSignedIn(test.db);
    const input = {
      account: customer.account,
      sessionId: customer.sessionId,
      visitor: customer.visit.visitor,
    };
    expect(await removeAddress(test, { ...input, kind: 'phone' })).toMatchObject({ ok: true });
    expect(await read(customer)).toMatchObject({ phone: null, phoneVerifiedAt: null });
    expect(await noticesTo(customer.account.phone!)).toMatchObject([{ template: 'address_removed' }]);
    const left = { ...input, account: await read(customer) };
    expect(await removeAddress(test, { ...left, kind: 'email' })).toMatchObject({ reason: 'address_last' });
    expect(await removeAddress(test, { ...left, kind: 'phone' })).toMatchObject({ reason: 'not_found' });
    const token = await undoTokenOf(customer.account.phone!);
    const { visitor } = newVisit();
    expect(await undoAddressChange(test, { token, visitor })).toMatchObject({ ok: true });
    expect(await read(customer)).toMatchObject({ phone: customer.account.phone });
  });

  it('of both at the same time leaves one', async () => {
    const { account, sessionId, visit } = await addSignedIn(test.db);
    const input = { account, sessionId, visitor: visit.visitor };
    const kinds = ['email', 'phone'] as const;
    const answers = await Promise.all(kinds.map((kind) => removeAddress(test, { ...input, kind })));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(answers.filter(({ ok }) => !ok)).toMatchObject([{ reason: 'address_last' }]);
  });

  it('is refused where only codes to the other one would be left, first step and second', async () => {
    const { account, sessionId, visit } = await addSignedIn(test.db, { password: false });
    await addCodeFactor(test.db, account.id, 'sms');
    const input = { account, sessionId, visitor: visit.visitor, kind: 'email' as const };
    expect(await removeAddress(test, input)).toMatchObject({ reason: 'factor_needs_other' });
  });

  it('is refused while codes to it are a second step', async () => {
    const { account, sessionId, visit } = await addSignedIn(test.db);
    await addCodeFactor(test.db, account.id, 'whatsapp');
    const input = { account, sessionId, visitor: visit.visitor, kind: 'phone' as const };
    expect(await removeAddress(test, input)).toMatchObject({ reason: 'address_is_factor' });
  });
});

describe('the preferred channel', () => {
  it('has to lead to a proved address, and goes with it', async () => {
    const customer = await addSignedIn(test.db, { phone: null });
    expect(await setPreferredChannel(test, { account: customer.account, channel: 'sms' })).toMatchObject({
      reason: 'channel_not_offered',
    });
    await change(customer, 'phone', newPhone());
    const account = await read(customer);
    expect(await setPreferredChannel(test, { account, channel: 'sms' })).toMatchObject({ ok: true });
    expect(await read(customer)).toMatchObject({ preferredChannel: 'sms' });
    const input = { account, sessionId: customer.sessionId, visitor: customer.visit.visitor };
    await removeAddress(test, { ...input, kind: 'phone' });
    expect(await read(customer)).toMatchObject({ preferredChannel: null });
  });
});
