import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Database } from '@/lib/db/client';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import type { GuardedSend } from './guard-send';

let test: TestDatabase;
let db: Database;

beforeAll(async () => {
  test = await createTestDatabase();
  db = test.db;
});
afterAll(() => test.close());
afterEach(async () => {
  vi.unstubAllEnvs();
  await db.smsTally.deleteMany();
});

/** The guard of a process that was started with these settings. */
async function startGuard(settings: Record<string, string>) {
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
  vi.resetModules();
  return import('./guard-send');
}

let asked = 0;
function message(over: Partial<GuardedSend> = {}): GuardedSend {
  asked += 1;
  return {
    channel: 'sms',
    address: `+99890123${String(asked).padStart(4, '0')}`,
    client: `203.0.113.${asked % 250}`,
    open: true,
    decoy: false,
    requestId: `request-${asked}`,
    ...over,
  };
}
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);

describe('the guard of paid messages', () => {
  it('stops a block of numbers whose codes nobody reads, and lets people elsewhere pass', async () => {
    const { guardSend } = await startGuard({ PUMPING_GUARD: 'enforce' });
    for (let sent = 0; sent < 6; sent += 1)
      expect(await guardSend(db, message({ at: minutesAgo(60) }))).toMatchObject({ ok: true });
    expect(await guardSend(db, message())).toMatchObject({ ok: false, reason: 'limited' });
    expect(await guardSend(db, message({ address: '+919876543210' }))).toMatchObject({ ok: true });
    expect(await guardSend(db, message({ channel: 'email', address: 'a@example.com' }))).toMatchObject({
      ok: true,
    });
  });

  it('lets a block pass whose people type their codes', async () => {
    const { guardSend, noteVerified } = await startGuard({ PUMPING_GUARD: 'enforce' });
    for (let sent = 0; sent < 12; sent += 1) {
      const at = minutesAgo(90);
      const send = message({ at });
      await guardSend(db, send);
      if (sent % 3 > 0) await noteVerified(db, send, at);
    }
    expect(await guardSend(db, message())).toMatchObject({ ok: true });
  });

  it('only writes down what it would have stopped, unless it is told to enforce', async () => {
    const { guardSend } = await startGuard({});
    for (let sent = 0; sent < 7; sent += 1) await guardSend(db, message({ at: minutesAgo(60) }));
    const last = message();
    expect(await guardSend(db, last)).toMatchObject({ ok: true, value: { reasons: ['prefix_conversion'] } });
    const event = await db.auditEvent.findFirst({ where: { requestId: last.requestId } });
    expect(event).toMatchObject({
      type: 'guard_decision',
      data: { decision: 'would_have_been_blocked', reasons: ['prefix_conversion'], country: 'UZ' },
    });
    expect(JSON.stringify(event?.data)).not.toContain(last.address);
  });

  it('keeps the budget of a day, and stops nothing but messages that cost money', async () => {
    const { guardSend } = await startGuard({
      PUMPING_GUARD: 'enforce',
      SMS_DAILY_BUDGET: '0.10',
      SMS_PRICES: 'IN=0.04,*=0.05',
    });
    const send = () => guardSend(db, message({ address: '+919876543210', open: false }));
    expect(await send()).toMatchObject({ ok: true });
    expect(await send()).toMatchObject({ ok: true });
    expect(await send()).toMatchObject({ ok: false });
    expect(await guardSend(db, message({ channel: 'email' }))).toMatchObject({ ok: true });
  });

  it('decides about decoys as about others, and does not count them', async () => {
    const { guardSend } = await startGuard({ PUMPING_GUARD: 'enforce' });
    for (let sent = 0; sent < 30; sent += 1)
      expect(await guardSend(db, message({ decoy: true, at: minutesAgo(60) }))).toMatchObject({ ok: true });
    const tally = await db.smsTally.aggregate({ _sum: { sent: true } });
    expect(tally._sum.sent).toBe(0);
  });

  it('counts every one of fifty at once', async () => {
    const { guardSend } = await startGuard({ PUMPING_GUARD: 'record' });
    await Promise.all(Array.from({ length: 50 }, () => guardSend(db, message())));
    const tally = await db.smsTally.aggregate({ where: { scope: 'all' }, _sum: { sent: true } });
    expect(tally._sum.sent).toBe(50);
  });
});
