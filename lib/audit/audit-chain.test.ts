import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { exportEvents, findEvents } from './find-events';
import { purgeEvents } from './purge-events';
import { recordEvent } from './record-event';
import { sealEvents } from './seal-events';
import { verifyAuditChain } from './verify-audit-chain';

let base: TestDatabase;
beforeAll(async () => {
  base = await createTestDatabase();
});
afterAll(() => base.close());

/** What somebody with the database in hand could do: the trigger is off for it. */
async function tamper(sql: string): Promise<void> {
  await base.db.$transaction([
    base.db.$executeRaw`SET LOCAL session_replication_role = 'replica'`,
    base.db.$executeRawUnsafe(sql),
  ]);
}

async function record(times: number): Promise<void> {
  for (let n = 0; n < times; n += 1)
    await recordEvent(base.db, { type: 'code_requested', data: { n, text: 'a\nb' } });
}

test('an untouched log is whole, and what came after the last seal is counted', async () => {
  await record(5);
  expect(await sealEvents(base.db, { lagSeconds: 0 })).toBe(5);
  expect(await sealEvents(base.db, { lagSeconds: 0 })).toBe(0);
  await record(3);
  expect(await sealEvents(base.db)).toBe(0);
  expect(await verifyAuditChain(base.db)).toEqual({ ok: true, value: { events: 5, unsealed: 3 } });
  expect(await sealEvents(base.db, { lagSeconds: 0 })).toBe(3);
  expect(await verifyAuditChain(base.db)).toEqual({ ok: true, value: { events: 8, unsealed: 0 } });
});

test('processes that seal at the same time seal everything once', async () => {
  await record(6);
  await Promise.all(Array.from({ length: 4 }, () => sealEvents(base.db, { lagSeconds: 0 })));
  expect(await verifyAuditChain(base.db)).toMatchObject({ ok: true, value: { unsealed: 0 } });
});

test('the log and its seals refuse every change', async () => {
  await expect(base.db.$executeRaw`UPDATE "AuditEvent" SET "type" = 'x'`).rejects.toThrow(/append-only/);
  await expect(base.db.$executeRaw`DELETE FROM "AuditSeal"`).rejects.toThrow(/append-only/);
  await expect(base.db.$executeRaw`TRUNCATE "AuditSeal"`).rejects.toThrow(/append-only/);
});

test('retention removes whole seals from the start, and the rest can still be verified', async () => {
  await tamper(`UPDATE "AuditEvent" SET "at" = "at"`);
  expect(await purgeEvents(base.db, 30)).toBe(0);
  const before = await verifyAuditChain(base.db);
  await base.db.$transaction([
    base.db.$executeRaw`SET LOCAL latchkey.retention = 'on'`,
    base.db.$executeRaw`DELETE FROM "AuditEvent" WHERE "id" <= (SELECT min("lastId") FROM "AuditSeal")`,
  ]);
  const after = await verifyAuditChain(base.db);
  expect(after.ok && before.ok && before.value.events - after.value.events).toBe(5);
});

test('a changed, a removed and an added event each break the chain', async () => {
  const newest = (await findEvents(base.db, {}, 1))[0]!;
  await tamper(`UPDATE "AuditEvent" SET "actor" = 'system' WHERE "id" = ${newest.id}`);
  expect(await verifyAuditChain(base.db)).toMatchObject({ ok: false, reason: 'broken' });
  await tamper(`UPDATE "AuditEvent" SET "actor" = 'customer' WHERE "id" = ${newest.id}`);
  expect(await verifyAuditChain(base.db)).toMatchObject({ ok: true });
  await tamper(`INSERT INTO "AuditEvent" ("id", "type") VALUES (0, 'signed_in')`);
  await tamper(`DELETE FROM "AuditEvent" WHERE "id" = ${newest.id}`);
  expect(await verifyAuditChain(base.db)).toMatchObject({ ok: false, reason: 'broken' });
});

test('the export is one line of JSON an event, whatever the event holds', async () => {
  await recordEvent(base.db, { type: 'limit_reached', data: { text: 'two\nlines\u2028and "quotes"' } });
  let text = '';
  for await (const piece of exportEvents(base.db, { type: 'limit_reached' })) text += piece;
  const lines = text.trimEnd().split('\n');
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0]!).data.text).toBe('two\nlines\u2028and "quotes"');
});
