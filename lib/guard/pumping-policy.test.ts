import { describe, expect, it } from 'vitest';
import { emptyTally, judgeSend, pumpingPolicy, type Tallies } from './pumping-policy';

const quiet: Tallies = { prefix: emptyTally, country: emptyTally, client: emptyTally, all: emptyTally };
const settings = { perPrefixHour: 20, dailyBudgetMicros: null, priceMicros: 50_000n, open: true };

describe('judging a paid message', () => {
  it('lets the first one pass', () => {
    expect(judgeSend(quiet, settings)).toEqual([]);
  });

  it.each<[Partial<Tallies>, string]>([
    [{ prefix: { ...emptyTally, sentRecent: 20 } }, 'prefix_velocity'],
    [{ country: { ...emptyTally, sentRecent: 200, sentHourlyMean: 10 } }, 'country_velocity'],
    [{ prefix: { ...emptyTally, sentSettled: 6, verifiedSettled: 1 } }, 'prefix_conversion'],
    [{ country: { ...emptyTally, sentSettled: 40, verifiedSettled: 7 } }, 'country_conversion'],
    [{ client: { ...emptyTally, sentDay: 13, verifiedDay: 1 } }, 'unverified_by_client'],
    [{ all: { ...emptyTally, sentDay: 400, verifiedDay: 100, verifiedDailyMean: 500 } }, 'unverified_budget'],
  ])('names why it stops a message (case %#)', (tallies, reason) => {
    expect(judgeSend({ ...quiet, ...tallies }, settings)).toEqual([reason]);
  });

  it('lets a country pass that is always busy, and a block whose people verify', () => {
    const country = {
      ...emptyTally,
      sentRecent: 800,
      sentHourlyMean: 400,
      sentSettled: 4000,
      verifiedSettled: 3000,
    };
    const prefix = { ...emptyTally, sentRecent: 19, sentSettled: 10, verifiedSettled: 8 };
    expect(judgeSend({ ...quiet, country, prefix }, settings)).toEqual([]);
  });

  it('does not keep customers on file out because strangers invent numbers beside theirs', () => {
    const unread = { ...emptyTally, sentRecent: 19, sentDay: 900, sentSettled: 900 };
    const tallies = { prefix: unread, country: unread, client: unread, all: unread };
    expect(judgeSend(tallies, { ...settings, open: false })).toEqual([]);
  });

  it('stops everything that costs money when the day has no budget left', () => {
    const all = { ...emptyTally, costTodayMicros: 980_000n };
    const budget = { ...settings, dailyBudgetMicros: 1_000_000n };
    expect(judgeSend({ ...quiet, all }, { ...budget, open: false })).toEqual(['daily_budget']);
    expect(judgeSend({ ...quiet, all }, { ...budget, priceMicros: 20_000n })).toEqual([]);
  });

  it('never stops fewer unverified messages than a small place needs', () => {
    expect(pumpingPolicy.unverifiedPerDay).toBeGreaterThanOrEqual(100);
  });
});
