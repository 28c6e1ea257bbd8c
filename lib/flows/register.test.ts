import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Identifier, parseIdentifier } from '@/lib/accounts/parse-identifier';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { redeemSignInGrant } from './redeem-sign-in-grant';
import { register } from './register';
import { requestRegistration } from './request-registration';
import { verifyCode } from './verify-code';
import { newVisit, readCode, type Visit } from './visit-fixture';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.close());

const newEmail = () => `r${randomBytes(6).toString('hex')}@example.com`;
const newPhone = () => `+9198${String(randomBytes(4).readUInt32BE() % 100_000_000).padStart(8, '0')}`;

async function ask(visit: Visit, over: { email?: string; phone?: string; password?: string; name?: string }) {
  const found = [over.email, over.phone].flatMap((text) =>
    text ? [parseIdentifier(text) as Identifier] : [],
  );
  const requested = await requestRegistration(test, {
    identifier: found[0]!,
    other: found[1] ?? null,
    name: over.name ?? 'Ada Byron',
    password: over.password ?? null,
    ...visit,
  });
  if (!requested.ok) throw new Error(requested.reason);
  return requested.value.challenge;
}

async function prove(visit: Visit, id: string) {
  const code = await readCode(test.db, id, visit.owner);
  return verifyCode(test, { id, code, purposes: ['registration'], ...visit });
}

describe('registering', () => {
  it('makes no account before a code has proved the address, and signs in afterwards', async () => {
    const visit = newVisit();
    const email = newEmail();
    const challenge = await ask(visit, { email, password: 'correct horse lemon' });
    expect(await test.db.user.count({ where: { email } })).toBe(0);
    const proved = await prove(visit, challenge.id);
    expect(await test.db.user.count({ where: { email } })).toBe(0);
    const registered = await register(test, { grant: proved.ok ? proved.value.grant : '', ...visit });
    expect(registered).toMatchObject({ ok: true });
    const user = await test.db.user.findUniqueOrThrow({ where: { email } });
    expect(user).toMatchObject({ name: 'Ada Byron', phone: null });
    expect(user.emailVerifiedAt).not.toBeNull();
    expect(user.passwordHash).toMatch(/^\$argon2id\$/);
    const grant = registered.ok ? registered.value.grant : '';
    expect(await redeemSignInGrant(test, { grant, ...visit })).toMatchObject({
      ok: true,
      value: { userId: user.id },
    });
  });

  it('leaves no hash of the password behind in the challenge and the grant', async () => {
    const visit = newVisit();
    const challenge = await ask(visit, { email: newEmail(), password: 'correct horse lemon' });
    const proved = await prove(visit, challenge.id);
    await register(test, { grant: proved.ok ? proved.value.grant : '', ...visit });
    expect((await test.db.otp.findUniqueOrThrow({ where: { id: challenge.id } })).context).toBeNull();
    const grants = await test.db.grant.findMany({ where: { otpId: challenge.id } });
    expect(JSON.stringify(grants)).not.toContain('argon2');
  });

  it('keeps a second address aside until it is proved', async () => {
    const visit = newVisit();
    const [email, phone] = [newEmail(), newPhone()];
    const proved = await prove(visit, (await ask(visit, { email, phone })).id);
    await register(test, { grant: proved.ok ? proved.value.grant : '', ...visit });
    const user = await test.db.user.findUniqueOrThrow({
      where: { email },
      include: { pendingAddresses: true },
    });
    expect(user.phone).toBeNull();
    expect(user.pendingAddresses).toMatchObject([{ kind: 'phone', address: phone }]);
  });

  it('by phone proves the phone', async () => {
    const visit = newVisit();
    const phone = newPhone();
    const proved = await prove(visit, (await ask(visit, { phone })).id);
    await register(test, { grant: proved.ok ? proved.value.grant : '', ...visit });
    const user = await test.db.user.findUniqueOrThrow({ where: { phone } });
    expect(user.phoneVerifiedAt).not.toBeNull();
    expect(user).toMatchObject({ email: null, passwordHash: null });
  });

  it('with an address that has an account looks the same, tells its owner, and never accepts a code', async () => {
    const email = newEmail();
    const owner = await test.db.user.create({ data: { email, name: 'Owner' } });
    const [known, unknown] = [newVisit(), newVisit()];
    const challenge = await ask(known, { email, password: 'correct horse lemon' });
    const other = await ask(unknown, { email: newEmail(), password: 'correct horse lemon' });
    expect(Object.keys(challenge)).toEqual(Object.keys(other));
    expect(challenge).toMatchObject({ decoy: true, userId: null, purpose: 'registration' });
    // Even the code that follows from the challenge is wrong, and counted like any other.
    expect(await prove(known, challenge.id)).toMatchObject({
      ok: false,
      reason: 'code_incorrect',
      attemptsLeft: 4,
    });
    const deliveries = await test.db.delivery.findMany({ where: { address: email } });
    expect(deliveries.map(({ template, state }) => `${template} ${state}`).sort()).toEqual([
      'address_in_use queued',
      'code decoy',
    ]);
    expect(await test.db.user.findUniqueOrThrow({ where: { email } })).toMatchObject({
      id: owner.id,
      name: 'Owner',
    });
  });

  it('tells the owner of a disabled account nothing, and the visitor as little', async () => {
    const email = newEmail();
    await test.db.user.create({ data: { email, status: 'disabled' } });
    const challenge = await ask(newVisit(), { email });
    expect(challenge.decoy).toBe(true);
    expect(await test.db.delivery.count({ where: { address: email, template: 'address_in_use' } })).toBe(0);
  });

  it('of one address twenty times at once makes one account', async () => {
    const email = newEmail();
    const challenges: { visit: Visit; grant: string }[] = [];
    for (let index = 0; index < 20; index += 1) {
      const visit = newVisit();
      const challenge = await ask(visit, { email });
      const proved = await prove(visit, challenge.id);
      challenges.push({ visit, grant: proved.ok ? proved.value.grant : '' });
      // The address's allowance is another test's matter.
      await test.db.limitWindow.deleteMany();
    }
    const answers = await Promise.all(
      challenges.map(({ visit, grant }) => register(test, { grant, ...visit })),
    );
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(answers.filter((answer) => !answer.ok && answer.reason === 'address_taken')).toHaveLength(19);
    expect(await test.db.user.count({ where: { email } })).toBe(1);
  });

  it('with one grant twenty times at once makes one account', async () => {
    const visit = newVisit();
    const proved = await prove(visit, (await ask(visit, { email: newEmail() })).id);
    const grant = proved.ok ? proved.value.grant : '';
    const answers = await Promise.all(Array.from({ length: 20 }, () => register(test, { grant, ...visit })));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  });

  it('refuses a grant of another purpose or another browser', async () => {
    const visit = newVisit();
    const proved = await prove(visit, (await ask(visit, { email: newEmail() })).id);
    const grant = proved.ok ? proved.value.grant : '';
    expect(await register(test, { grant, ...newVisit() })).toMatchObject({ ok: false, reason: 'grant_used' });
    expect(await redeemSignInGrant(test, { grant, ...visit })).toMatchObject({
      ok: false,
      reason: 'grant_used',
    });
  });

  it('refuses a common password before anything is sent', async () => {
    const email = newEmail();
    const input = {
      identifier: parseIdentifier(email) as Identifier,
      other: null,
      name: '',
      password: 'password123',
    };
    expect(await requestRegistration(test, { ...input, ...newVisit() })).toMatchObject({
      reason: 'password_weak',
    });
    expect(await test.db.otp.count({ where: { address: email } })).toBe(0);
  });
});
