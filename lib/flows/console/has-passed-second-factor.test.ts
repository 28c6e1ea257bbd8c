import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSession, getLiveSession, renewSession } from '@/lib/accounts/sessions';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { makeUser } from './console-fixture';
import { hasPassedSecondFactor } from './has-passed-second-factor';

let base: TestDatabase;
beforeAll(async () => {
  base = await createTestDatabase();
});
afterAll(() => base.close());

async function sessionOf(userId: string, methods: string[]) {
  const life = { ttlSeconds: 600, idleSeconds: null, userAgent: null, clientAddress: null };
  return (await createSession(base.db, { userId, methods, ...life }))!;
}

async function state(token: string) {
  return hasPassedSecondFactor(base, (await getLiveSession(base.db, token))!);
}

function addFactor(userId: string, kind: string) {
  return base.db.factor.create({ data: { userId, kind, confirmedAt: new Date(Date.now() - 3_600_000) } });
}

test('an account without a factor has to set one up, and a code by mail is none', async () => {
  const { id } = await makeUser(base.db, { role: 'admin' });
  const { token } = await sessionOf(id, ['password']);
  expect(await state(token)).toBe('none');
  await addFactor(id, 'email');
  expect(await state(token)).toBe('none');
});

test('the factor at the sign-in lets in; a first factor alone, or a trusted browser, does not', async () => {
  const { id } = await makeUser(base.db, { role: 'support' });
  await addFactor(id, 'sms');
  expect(await state((await sessionOf(id, ['password', 'code_sms'])).token)).toBe('passed');
  expect(await state((await sessionOf(id, ['code_email', 'backup'])).token)).toBe('passed');
  expect(await state((await sessionOf(id, ['password'])).token)).toBe('not_passed');
  // The first of the two is no second factor, whatever it was.
  expect(await state((await sessionOf(id, ['code_sms'])).token)).toBe('not_passed');
  expect(await state((await sessionOf(id, ['code_sms', 'password'])).token)).toBe('not_passed');
  expect(await state((await sessionOf(id, ['password', 'trusted_device'])).token)).toBe('not_passed');
});

test('a check that came after the factor was turned on lets in, one before it does not', async () => {
  const { id } = await makeUser(base.db, { role: 'admin' });
  const session = await sessionOf(id, ['password']);
  const before = (await renewSession(base.db, session.id))!;
  await base.db.factor.create({ data: { userId: id, kind: 'sms', confirmedAt: new Date(Date.now() + 500) } });
  expect(await state(before)).toBe('not_passed');
  await base.db.factor.updateMany({
    where: { userId: id },
    data: { confirmedAt: new Date(Date.now() - 10_000) },
  });
  const after = (await renewSession(base.db, session.id))!;
  expect(await state(after)).toBe('passed');
});
