import { expect, test } from 'vitest';
import type { Overview } from './get-overview';
import { charts, renderStatisticsCsv } from './statistics-csv';

const counts = { requested: 9, sent: 8, delivered: 7, failed: 1, firstTry: 5, verified: 6 };
const group = (value: string) => [{ value, ...counts }];
const overview: Overview = {
  funnel: {
    total: counts,
    groups: {
      purpose: group('login'),
      channel: group('sms'),
      provider: group('=cmd|x'),
      country: group('+91'),
    },
    series: [{ at: new Date('2026-03-01T00:00:00Z'), ...counts }],
    hours: [
      { weekday: 1, hour: 23, requested: 5 },
      { weekday: 2, hour: 5, requested: 4 },
    ],
  },
  times: {
    ...{ sentMedian: 0.25, sentP95: 1.5, deliveredMedian: 2, deliveredP95: 9 },
    ...{ verifiedMedian: null, verifiedP95: null },
  },
  attempts: [
    {
      ...{ provider: '@twilio', channel: 'sms', country: '+91', attempts: 9, sent: 8, failed: 1, priced: 2 },
      ...{ costMicros: 665_600, currency: 'USD' },
    },
  ],
  marks: [],
  costs: [],
  now: { requested: 0, sent: 0, verified: 0, failed: 0, queued: 0, oldestSeconds: 0, held: 0 },
};

test('every chart has a file of its own figures', () => {
  expect(renderStatisticsCsv(overview, 'funnel')).toBe(
    'step,codes,median_seconds,p95_seconds\r\nrequested,9,,\r\nsent,8,0.25,1.5\r\ndelivered,7,2,9\r\nverified,6,,\r\nfirst_try,5,,\r\n',
  );
  expect(renderStatisticsCsv(overview, 'hours')).toBe('weekday,hour_utc,requested\r\n1,23,5\r\n2,5,4\r\n');
  expect(renderStatisticsCsv(overview, 'time')).toContain('time,2026-03-01T00:00:00.000Z,9,8,7,1,5,6');
  expect(renderStatisticsCsv(overview, 'costs')).toContain('sms');
  for (const chart of charts)
    expect(renderStatisticsCsv(overview, chart).split('\r\n').length).toBeGreaterThan(2);
});

test('no cell is a formula', () => {
  const all = [null, ...charts].map((chart) => renderStatisticsCsv(overview, chart)).join('');
  expect(all).toContain("'=cmd|x");
  expect(all).toContain("'@twilio");
  expect(all).not.toMatch(/(^|,)[=+@]/m);
});
