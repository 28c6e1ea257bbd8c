import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { countAttempts, type FunnelCounts, getFunnel, getStepTimes } from './get-funnel';
import { rollUpStatistics } from './roll-up-statistics';

let base: TestDatabase;
beforeAll(async () => {
  base = await createTestDatabase();
  await seed();
});
afterAll(() => base.close());

const from = new Date('2026-03-01T00:00:00Z');
const to = new Date('2026-03-08T00:00:00Z');

interface Raw {
  purpose: string;
  channel: string;
  country: string;
  provider: string;
  at: Date;
  sentAfter: number | null;
  deliveredAfter: number | null;
  verifiedAfter: number | null;
  attempts: number;
  failed: boolean;
  decoy: boolean;
}

const raw: Raw[] = [];

/** A small generator of its own (mulberry32), so that every run has the same rows. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4294967296;
  };
}

async function seed(): Promise<void> {
  const next = random(7);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(next() * items.length)]!;
  for (let n = 0; n < 400; n += 1) {
    const country = pick(['email', '+91', '+1', '+358']);
    const sent = next() < 0.93;
    const isDelivered = sent && next() < 0.8;
    const verified = next() < 0.6;
    raw.push({
      purpose: pick(['login', 'password_reset']),
      channel: country === 'email' ? 'email' : pick(['sms', 'whatsapp']),
      country,
      provider: country === 'email' ? 'smtp' : pick(['twilio', 'vonage']),
      // Some before and after the range.
      at: new Date(from.getTime() - 86_400_000 + Math.floor(next() * 9 * 86_400_000)),
      sentAfter: sent ? Math.floor(next() * 5_000) : null,
      deliveredAfter: isDelivered ? 5_000 + Math.floor(next() * 9_000) : null,
      verifiedAfter: verified ? 15_000 + Math.floor(next() * 90_000) : null,
      attempts: verified ? 1 + Math.floor(next() * 3) : Math.floor(next() * 3),
      failed: sent && !isDelivered && next() < 0.5,
      decoy: next() < 0.08,
    });
  }
  const after = (row: Raw, ms: number | null) => (ms === null ? null : new Date(row.at.getTime() + ms));
  const addresses: Record<string, string> = {
    '+91': '+919812345678',
    '+1': '+12025550123',
    '+358': '+358401234567',
  };
  for (const row of raw) {
    const id = randomUUID();
    const address = addresses[row.country] ?? 'asha@example.com';
    await base.db.otp.create({
      data: {
        id,
        purpose: row.purpose,
        channel: row.channel,
        address,
        decoy: row.decoy,
        subject: 'open:x',
        nonce: new Uint8Array(16),
        keyId: 'k',
        attempts: row.attempts,
        createdAt: row.at,
        expiresAt: new Date(row.at.getTime() + 300_000),
        resendAvailableAt: row.at,
        consumedAt: after(row, row.verifiedAfter),
      },
    });
    await base.db.delivery.create({
      data: {
        otpId: id,
        template: 'code',
        channel: row.channel,
        address,
        state: row.decoy ? 'decoy' : row.failed ? 'failed' : row.deliveredAfter ? 'delivered' : 'sent',
        provider: row.provider,
        createdAt: row.at,
        sentAt: after(row, row.sentAfter),
        deliveredAt: after(row, row.deliveredAfter),
        attempts: {
          create: {
            provider: row.provider,
            channel: row.channel,
            startedAt: row.at,
            outcome: row.failed ? 'failed' : 'sent',
          },
        },
      },
    });
  }
}

/** The same figures, from the rows that were written, without SQL. */
function expected(fits: (row: Raw) => boolean = () => true): { rows: Raw[]; counts: FunnelCounts } {
  const rows = raw.filter((row) => !row.decoy && row.at >= from && row.at < to && fits(row));
  const verified = (row: Raw) => row.verifiedAfter !== null;
  return {
    rows,
    counts: {
      requested: rows.length,
      sent: rows.filter((row) => row.sentAfter !== null || verified(row)).length,
      delivered: rows.filter((row) => row.deliveredAfter !== null || verified(row)).length,
      failed: rows.filter((row) => row.failed && row.deliveredAfter === null && !verified(row)).length,
      firstTry: rows.filter((row) => verified(row) && row.attempts === 1).length,
      verified: rows.filter(verified).length,
    },
  };
}

function percentile(values: number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil(part * sorted.length) - 1]!;
}

/** As the chore does, until nothing is left. @returns how many hours were counted */
async function closeHours(now: Date, keptDays = 10_000): Promise<number> {
  for (let counted = 0; ; ) {
    const turn = await rollUpStatistics(base.db, { now, keptDays });
    if (turn === 0) return counted;
    counted += turn;
  }
}

const countHours = async () => (await base.db.funnelHour.findMany()).length;

// The same figures, whatever part of the range is counted already.
describe.each([
  ['from the rows alone', null],
  ['with some hours closed', new Date('2026-03-04T13:40:00Z')],
  ['with every hour closed', new Date('2026-04-01T00:00:00Z')],
])('%s', (_, closedAt) => {
  beforeAll(async () => {
    if (closedAt) expect(await closeHours(closedAt)).toBeGreaterThan(24);
  });

  test('the whole funnel and every group are what the rows say, to the last one', async () => {
    const funnel = await getFunnel(base.db, { from, to }, 86_400);
    expect(funnel.total).toEqual(expected().counts);
    for (const group of ['purpose', 'channel', 'provider', 'country'] as const) {
      const values = [...new Set(expected().rows.map((row) => row[group]))].sort();
      expect(funnel.groups[group].map(({ value }) => value).sort()).toEqual(values);
      for (const { value, ...counts } of funnel.groups[group]) {
        expect({ group, value, ...counts }).toEqual({
          group,
          value,
          ...expected((row) => row[group] === value).counts,
        });
      }
    }
  });

  test('days and hours of the week add up to the same rows', async () => {
    const funnel = await getFunnel(base.db, { from, to }, 86_400);
    for (const { at, ...counts } of funnel.series) {
      const day = at.toISOString().slice(0, 10);
      expect(counts).toEqual(expected((row) => row.at.toISOString().startsWith(day)).counts);
    }
    for (const { weekday, hour, requested } of funnel.hours) {
      const fits = (row: Raw) => (row.at.getUTCDay() || 7) === weekday && row.at.getUTCHours() === hour;
      expect(requested).toBe(expected(fits).counts.requested);
    }
    const sum = (list: { requested: number }[]) =>
      list.reduce((total, { requested }) => total + requested, 0);
    expect(sum(funnel.series)).toBe(funnel.total.requested);
    expect(sum(funnel.hours)).toBe(funnel.total.requested);
  });

  test('each filter, and all together, leave what they say', async () => {
    const filters = [{ purpose: 'login' }, { channel: 'sms' }, { provider: 'vonage' }, { country: '+358' }];
    for (const filter of [...filters, Object.assign({}, ...filters)]) {
      const fits = (row: Raw) =>
        Object.entries(filter).every(([name, value]) => row[name as 'purpose'] === value);
      const { total } = await getFunnel(base.db, { from, to, ...filter }, 3_600);
      expect(total).toEqual(expected(fits).counts);
    }
  });

  test('medians and p95 are measured values at the right place', async () => {
    const times = await getStepTimes(base.db, { from, to });
    const of = (name: 'sentAfter' | 'deliveredAfter' | 'verifiedAfter') =>
      expected().rows.flatMap((row) => (row[name] === null ? [] : [row[name] / 1000]));
    expect(times).toEqual({
      sentMedian: percentile(of('sentAfter'), 0.5),
      sentP95: percentile(of('sentAfter'), 0.95),
      deliveredMedian: percentile(of('deliveredAfter'), 0.5),
      deliveredP95: percentile(of('deliveredAfter'), 0.95),
      verifiedMedian: percentile(of('verifiedAfter'), 0.5),
      verifiedP95: percentile(of('verifiedAfter'), 0.95),
    });
  });
});

test('the order of the lists comes from what is in them, whatever plan the database has', async () => {
  const threeHours = 3 * 3_600_000;
  for (let start = from.getTime(); start < to.getTime(); start += threeHours) {
    const range = { from: new Date(start), to: new Date(start + threeHours) };
    const { groups, hours } = await getFunnel(base.db, range, 3_600);
    expect(hours).toEqual(hours.toSorted((a, b) => a.weekday - b.weekday || a.hour - b.hour));
    for (const group of Object.values(groups))
      expect(group).toEqual(
        group.toSorted((a, b) => b.requested - a.requested || (a.value < b.value ? -1 : 1)),
      );
  }
});

test('an empty range is zeros, not nothing', async () => {
  const empty = { from: new Date('2020-01-01T00:00:00Z'), to: new Date('2020-01-02T00:00:00Z') };
  expect((await getFunnel(base.db, empty, 3_600)).total).toEqual({
    requested: 0,
    sent: 0,
    delivered: 0,
    failed: 0,
    firstTry: 0,
    verified: 0,
  });
  expect((await getStepTimes(base.db, empty)).sentMedian).toBeNull();
});

test('a message is counted once where a resend keeps the code', async () => {
  const otp = await base.db.otp.findFirstOrThrow({
    where: { decoy: false, createdAt: { gte: from, lt: to } },
  });
  const before = await getFunnel(base.db, { from, to }, 86_400);
  await base.db.delivery.create({
    data: {
      otpId: otp.id,
      template: 'code',
      channel: otp.channel,
      address: otp.address,
      createdAt: new Date(otp.createdAt.getTime() + 30_000),
    },
  });
  await base.db.otp.update({ where: { id: otp.id }, data: { sends: 2 } });
  const after = await getFunnel(base.db, { from, to }, 86_400);
  expect(after.total.requested).toBe(before.total.requested);
});

test('costs come from the price of the country, else from the star', async () => {
  await base.db.messagePrice.createMany({
    data: [
      { provider: 'twilio', country: '+91', micros: 83_200n, currency: 'USD' },
      { provider: 'twilio', country: '*', micros: 10_000n, currency: 'USD' },
    ],
  });
  const counts = await countAttempts(base.db, { from, to });
  expect(counts.reduce((sum, { attempts }) => sum + attempts, 0)).toBeGreaterThan(100);
  for (const { provider, country, sent, costMicros } of counts) {
    const price = provider === 'twilio' ? (country === '+91' ? 83_200 : 10_000) : null;
    expect(costMicros).toBe(price === null ? null : price * sent);
  }
});

describe('closed hours', () => {
  const now = new Date('2026-04-01T00:00:00Z');
  const otpAt = (at: string, facts: { consumedAt?: Date } = {}) =>
    base.db.otp.create({
      data: {
        purpose: 'approval',
        channel: 'email',
        address: 'late@example.com',
        subject: 'open:x',
        nonce: new Uint8Array(16),
        keyId: 'k',
        createdAt: new Date(at),
        expiresAt: new Date(at),
        resendAvailableAt: new Date(at),
        ...facts,
      },
    });
  const approvals = async () => (await getFunnel(base.db, { from, to, purpose: 'approval' }, 3_600)).total;

  test('are counted once, and again only after a change', async () => {
    await closeHours(now);
    const before = await base.db.funnelHour.findMany();
    expect(await closeHours(now)).toBe(0);
    expect(await base.db.funnelHour.findMany()).toEqual(before);
  });

  test('a late code, receipt and right guess show at once, before the hour is counted again and after', async () => {
    const { id } = await otpAt('2026-03-02T10:20:00Z');
    expect(await approvals()).toMatchObject({ requested: 1, sent: 0, delivered: 0, verified: 0 });
    await closeHours(now);
    expect(await approvals()).toMatchObject({ requested: 1, sent: 0 });
    const createdAt = new Date('2026-03-02T10:20:01Z');
    const delivery = await base.db.delivery.create({
      data: {
        otpId: id,
        template: 'code',
        channel: 'email',
        address: 'late@example.com',
        createdAt,
        sentAt: createdAt,
      },
    });
    expect(await approvals()).toMatchObject({ sent: 1, delivered: 0 });
    await closeHours(now);
    await base.db.delivery.update({
      where: { id: delivery.id },
      data: { deliveredAt: new Date('2026-03-02T10:21:00Z') },
    });
    expect(await approvals()).toMatchObject({ delivered: 1 });
    expect(await closeHours(now)).toBe(1);
    expect(await approvals()).toMatchObject({ requested: 1, sent: 1, delivered: 1, verified: 0 });
    await base.db.otp.update({
      where: { id },
      data: { consumedAt: new Date('2026-03-02T10:22:00Z'), attempts: 1 },
    });
    const times = await getStepTimes(base.db, { from, to, purpose: 'approval' });
    expect(times).toMatchObject({ deliveredMedian: 59, verifiedMedian: 120 });
    await closeHours(now);
    expect(await getStepTimes(base.db, { from, to, purpose: 'approval' })).toEqual(times);
  });

  test('a change that is not committed while its hour is counted is not lost', async () => {
    await otpAt('2026-03-03T08:00:00Z');
    let commit = () => {};
    const committed = new Promise<void>((resolve) => {
      commit = resolve;
    });
    let written = () => {};
    const isWritten = new Promise<void>((resolve) => {
      written = resolve;
    });
    const slow = base.db.$transaction(async (tx) => {
      await tx.$executeRaw`UPDATE "Otp" SET "consumedAt" = "createdAt" + interval '7 seconds', "attempts" = 1
                            WHERE "purpose" = 'approval' AND "createdAt" = '2026-03-03T08:00:00Z'`;
      written();
      await committed;
    });
    await isWritten;
    expect(await closeHours(now)).toBe(1);
    commit();
    await slow;
    const filter = {
      from: new Date('2026-03-03T08:00:00Z'),
      to: new Date('2026-03-03T09:00:00Z'),
      purpose: 'approval',
    };
    expect((await getFunnel(base.db, filter, 3_600)).total.verified).toBe(1);
    expect(await closeHours(now)).toBe(1);
    expect((await getFunnel(base.db, filter, 3_600)).total.verified).toBe(1);
  });

  test('two processes that count at once give the same as one', async () => {
    const before = await getFunnel(base.db, { from, to }, 86_400);
    await base.db.$executeRaw`DELETE FROM "Setting" WHERE "key" = 'statistics.rolled_to'`;
    for (let turn = 0; turn < 20; turn += 1)
      await Promise.all([1, 2].map(() => rollUpStatistics(base.db, { now, keptDays: 10_000 })));
    await closeHours(now);
    // As the database does by itself, at any time: its plan for the same question is another one then.
    await base.db.$executeRaw`ANALYZE`;
    expect(await getFunnel(base.db, { from, to }, 86_400)).toEqual(before);
  });

  test('outlive the rows that they were counted from, even if one of these changes while they go', async () => {
    const { total } = await getFunnel(base.db, { from, to }, 86_400);
    const [kept, ...gone] = await base.db.otp.findMany({ where: { createdAt: { gte: from, lt: to } } });
    await base.db.otp.deleteMany({ where: { id: { in: gone.map(({ id }) => id) } } });
    await base.db.otp.update({ where: { id: kept!.id }, data: { sends: 1 } });
    await closeHours(now, 3);
    expect(await countHours()).toBeGreaterThan(100);
    expect((await getFunnel(base.db, { from, to }, 86_400)).total).toEqual(total);
  });
});
