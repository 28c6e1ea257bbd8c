import type { FunnelCounts } from '@/lib/audit/get-funnel';
import { csvLine } from './csv';
import type { Overview } from './get-overview';

/** The charts of the overview that can be downloaded one by one. */
export const charts = [
  'funnel',
  'time',
  'channel',
  'purpose',
  'provider',
  'country',
  'hours',
  'costs',
] as const;
export type Chart = (typeof charts)[number];

/** The figures of one chart, or of all that count codes. Safe to open in a spreadsheet. */
export function renderStatisticsCsv(overview: Overview, chart: Chart | null): string {
  if (chart === 'hours') return renderHours(overview);
  if (chart === 'costs') return renderCosts(overview);
  if (chart === 'funnel') return renderFunnel(overview);
  const { funnel } = overview;
  const rows = [
    { group: 'total', value: '', ...funnel.total },
    ...Object.entries(funnel.groups).flatMap(([group, values]) => values.map((row) => ({ group, ...row }))),
    ...funnel.series.map(({ at, ...row }) => ({ group: 'time', value: at.toISOString(), ...row })),
  ].filter(({ group }) => chart === null || group === chart);
  const head = ['group', 'value', 'requested', 'sent', 'delivered', 'failed', 'first_try', 'verified'];
  return lines(
    head,
    rows.map(({ group, value, ...row }) => [group, value, ...counts(row)]),
  );
}

function counts({ requested, sent, delivered, failed, firstTry, verified }: FunnelCounts): number[] {
  return [requested, sent, delivered, failed, firstTry, verified];
}

function renderFunnel({ funnel: { total }, times }: Overview): string {
  return lines(
    ['step', 'codes', 'median_seconds', 'p95_seconds'],
    [
      ['requested', total.requested, null, null],
      ['sent', total.sent, times.sentMedian, times.sentP95],
      ['delivered', total.delivered, times.deliveredMedian, times.deliveredP95],
      ['verified', total.verified, times.verifiedMedian, times.verifiedP95],
      ['first_try', total.firstTry, null, null],
    ],
  );
}

function renderHours({ funnel }: Overview): string {
  return lines(
    ['weekday', 'hour_utc', 'requested'],
    funnel.hours.map(({ weekday, hour, requested }) => [weekday, hour, requested]),
  );
}

function renderCosts({ attempts }: Overview): string {
  return lines(
    ['provider', 'channel', 'country', 'calls', 'sent', 'failed', 'priced_by_provider', 'cost', 'currency'],
    attempts.map(
      ({ provider, channel, country, attempts: calls, sent, failed, priced, costMicros, currency }) => [
        ...[provider, channel, country, calls, sent, failed, priced],
        costMicros === null ? null : costMicros / 1_000_000,
        currency,
      ],
    ),
  );
}

type Cells = Parameters<typeof csvLine>[0];

function lines(head: Cells, rows: readonly Cells[]): string {
  return [head, ...rows].map(csvLine).join('');
}
