import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { settleAfterRestore } from './settle-after-restore';

let base: TestDatabase;
beforeAll(async () => {
  base = await createTestDatabase();
});
afterAll(() => base.close());

const soon = () => new Date(Date.now() + 600_000);
const earlier = new Date('2026-01-01T00:00:00Z');

test('everything that could be alive again is ended, and what had ended keeps its time', async () => {
  const { db } = base;
  const { id: userId } = await db.user.create({ data: { email: 'ann@example.com' } });
  const token = () => ({ tokenHash: randomBytes(32), userId, expiresAt: soon() });
  // More than a slice.
  await db.$executeRaw`
    INSERT INTO "Otp" ("purpose", "channel", "address", "subject", "nonce", "keyId", "expiresAt", "resendAvailableAt")
    SELECT 'login', 'email', 'a@example.com', 's', decode('00', 'hex'), 'k', now() + interval '5 minutes', now()
      FROM generate_series(1, 5001)`;
  await db.session.create({ data: token() });
  const over = await db.session.create({ data: { ...token(), endedAt: earlier, endedReason: 'sign_out' } });
  await db.trustedDevice.create({ data: token() });
  await db.grant.create({ data: { ...token(), purpose: 'login' } });
  await db.addressUndo.create({
    data: { ...token(), kind: 'email', address: 'old@example.com', verifiedAt: earlier },
  });
  await db.factorRelease.create({ data: { userId, plannedBy: 'command line', dueAt: soon() } });
  await db.delivery.create({
    data: { template: 'password_changed', channel: 'email', address: 'a@example.com' },
  });
  const approval = (state: string) => ({
    ...{ userId, clientId: 'demo', kind: 'Transfer', amount: '1', currency: 'EUR', payee: 'Shop', state },
    ...{
      channel: 'email',
      address: 'ann@example.com',
      otpId: randomUUID(),
      seal: randomBytes(32),
      keyId: 'k',
    },
    expiresAt: soon(),
  });
  const receipt = { receiptId: randomUUID(), receiptExpiresAt: soon(), receiptSeal: randomBytes(32) };
  await db.approval.create({ data: approval('pending') });
  await db.approval.create({ data: { ...approval('approved'), ...receipt, decidedAt: earlier } });
  await db.approval.create({ data: { ...approval('denied'), decidedAt: earlier } });

  const backupAt = new Date('2026-11-21T12:00:00Z');
  const settled = await settleAfterRestore(base, { backupAt });
  expect(settled).toEqual({
    ...{ codes: 5001, messages: 1, grants: 1, sessions: 1, trustedDevices: 1, undoLinks: 1 },
    ...{ releases: 1, approvals: 2 },
  });
  expect((await db.session.findUniqueOrThrow({ where: { id: over.id } })).endedAt).toEqual(earlier);
  const states = await db.approval.findMany({ orderBy: { state: 'asc' } });
  expect(states.map(({ state }) => state)).toEqual(['denied', 'void', 'void']);
  expect(await db.factorRelease.findMany()).toMatchObject([{ outcome: 'stopped' }]);
  const event = await db.auditEvent.findFirstOrThrow({ orderBy: { id: 'desc' } });
  expect(event).toMatchObject({
    actor: 'system',
    data: { kind: 'restore', backupAt: '2026-11-21T12:00:00.000Z', codes: 5001 },
  });
});

test('a second time there is nothing to do', async () => {
  const again = await settleAfterRestore(base, { backupAt: null });
  expect(new Set(Object.values(again))).toEqual(new Set([0]));
});
