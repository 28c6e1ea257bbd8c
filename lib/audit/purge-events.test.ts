import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { purgeEvents } from './purge-events';
import { recordEvent } from './record-event';
import { sealEvents } from './seal-events';
import { verifyAuditChain } from './verify-audit-chain';

let base: TestDatabase;
beforeAll(async () => {
  base = await createTestDatabase();
});
afterAll(() => base.close());

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);

/** Events of so many days ago, under a seal of their own. */
async function sealed(days: number, count: number): Promise<void> {
  for (let n = 0; n < count; n += 1)
    await base.db.auditEvent.create({ data: { type: 'signed_in', at: daysAgo(days), data: { n } } });
  await sealEvents(base.db, { lagSeconds: 0 });
}

const chain = async () => {
  const found = await verifyAuditChain(base.db);
  return found.ok ? found.value : found.reason;
};

test('what is older than the retention goes in whole seals, and the rest is still a chain', async () => {
  await sealed(100, 4);
  await sealed(50, 3);
  // One seal over both sides of the border stays as a whole.
  await base.db.auditEvent.create({ data: { type: 'signed_in', at: daysAgo(40) } });
  await sealed(10, 2);
  await recordEvent(base.db, { type: 'signed_in' });
  expect(await chain()).toEqual({ events: 10, unsealed: 1 });

  expect(await purgeEvents(base.db, 200)).toBe(0);
  expect(await purgeEvents(base.db, 60)).toBe(4);
  expect(await chain()).toEqual({ events: 6, unsealed: 1 });
  expect(await purgeEvents(base.db, 30)).toBe(3);
  expect(await chain()).toEqual({ events: 3, unsealed: 1 });
  expect(await purgeEvents(base.db, 30)).toBe(0);

  // It goes on growing after that.
  await sealed(0, 2);
  expect(await chain()).toEqual({ events: 6, unsealed: 0 });
});

test('several processes that purge at once take nothing twice and nothing too much', async () => {
  const gone = await Promise.all(Array.from({ length: 4 }, () => purgeEvents(base.db, 5)));
  expect(gone.reduce((sum, one) => sum + one, 0)).toBe(3);
  expect(await chain()).toEqual({ events: 3, unsealed: 0 });
});

test('after a retention the chain still tells a change, and a gap within', async () => {
  await sealed(1, 2);
  await sealed(0, 1);
  const rows = await base.db.auditEvent.findMany({ orderBy: { id: 'asc' } });
  const middle = rows.at(-2)!.id;
  await base.db.$transaction([
    base.db.$executeRaw`SET LOCAL latchkey.retention = 'on'`,
    base.db.$executeRaw`DELETE FROM "AuditEvent" WHERE "id" = ${middle}`,
  ]);
  expect(await chain()).toBe('broken');
});

test('what is not sealed yet is not removed, however old it says it is', async () => {
  await base.db.auditEvent.create({ data: { type: 'signed_in', at: daysAgo(400) } });
  const before = await base.db.auditEvent.count();
  await purgeEvents(base.db, 300);
  expect(await base.db.auditEvent.count()).toBe(before);
});
