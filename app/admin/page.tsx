import type { Metadata } from 'next';
import { EmptyState } from '@/app/_components/empty-state';
import { withNotFound } from '@/app/_components/not-found-page';
import { TextLink } from '@/app/_components/text-link';
import { countryName, getOverview, type Overview, ranges } from '@/lib/flows/console/get-overview';
import type { Chart } from '@/lib/flows/console/statistics-csv';
import { channelName, providerName, purposeName, renderSeconds } from '@/lib/flows/console/words';
import { getDeps } from '@/lib/web/deps';
import {
  channelChoices,
  providerChoices,
  purposeChoices,
  type Query,
  readOverviewQuery,
} from '@/lib/web/read-console-query';
import { requireStaff } from '@/lib/web/require-staff';
import { ConsoleShell } from './_components/console-shell';
import { DataTable } from './_components/data-table';
import { FilterBar } from './_components/filter-bar';
import { FunnelChart, renderShare } from './_components/funnel-chart';
import { HeatMap } from './_components/heat-map';
import { HoursTable } from './_components/hours-table';
import { LiveNumbersBar } from './_components/live-numbers';
import { MarkCard } from './_components/mark-card';
import { Panel } from './_components/panel';
import { SeriesChart } from './_components/series-chart';

export const metadata: Metadata = { title: 'Console' };

const number = new Intl.NumberFormat('en');
const any = { value: '', label: 'All' };

async function OverviewPage({ searchParams }: { searchParams: Promise<Query> }) {
  const staff = await requireStaff('read_statistics', '/admin');
  const query = readOverviewQuery(await searchParams);
  const overview = await getOverview(getDeps(), query);
  const { funnel, now } = overview;
  const countries = [
    ...new Set([...funnel.groups.country.map(({ value }) => value), query.country ?? '']),
  ].filter(Boolean);
  const csv = `/admin/statistics.csv?${new URLSearchParams(
    Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== null),
  )}`;
  return (
    <ConsoleShell
      current="/admin"
      staff={staff}
      title="Overview"
      intro="Every code from the request to the right answer. Times are UTC."
      actions={<TextLink href={csv}>Download CSV</TextLink>}
    >
      <LiveNumbersBar first={now} />
      <FilterBar
        path="/admin"
        choices={[
          {
            name: 'range',
            label: 'Time',
            value: query.range,
            options: Object.entries(ranges).map(([value, { label }]) => ({ value, label })),
          },
          {
            name: 'purpose',
            label: 'Purpose',
            value: query.purpose ?? '',
            options: [any, ...purposeChoices.map((value) => ({ value, label: purposeName(value) }))],
          },
          {
            name: 'channel',
            label: 'Channel',
            value: query.channel ?? '',
            options: [any, ...channelChoices.map((value) => ({ value, label: channelName(value) }))],
          },
          {
            name: 'provider',
            label: 'Provider',
            value: query.provider ?? '',
            options: [any, ...providerChoices.map((value) => ({ value, label: providerName(value) }))],
          },
          {
            name: 'country',
            label: 'Country',
            value: query.country ?? '',
            options: [any, ...countries.map((value) => ({ value, label: countryName(value) }))],
          },
        ]}
      />
      <ul className="grid grid-cols-2 gap-3 md:grid-cols-3 xl:grid-cols-5">
        {overview.marks.map((mark) => (
          <MarkCard key={mark.name} {...mark} />
        ))}
      </ul>
      {funnel.total.requested === 0 ? (
        <EmptyState title="No codes were asked for in this time">
          As soon as somebody asks for one, its way is shown here.
        </EmptyState>
      ) : (
        <Figures overview={overview} csv={csv} />
      )}
    </ConsoleShell>
  );
}

export default withNotFound(OverviewPage);

/** The figures of one chart, as a file. */
function Csv({ csv, chart }: { csv: string; chart: Chart }) {
  return (
    <TextLink href={`${csv}&chart=${chart}`} aria-label={`CSV: ${chart}`}>
      CSV
    </TextLink>
  );
}

function Figures({ overview, csv }: { overview: Overview; csv: string }) {
  const { funnel, times } = overview;
  const { total } = funnel;
  const time = (median: number | null, p95: number | null) =>
    median === null ? undefined : `${renderSeconds(median)} median, ${renderSeconds(p95)} p95`;
  const points = funnel.series.map(({ at, requested, verified }) => ({
    label: at.toISOString().slice(0, 16).replace('T', ' '),
    requested,
    verified,
  }));
  return (
    <>
      <Panel
        title="From the request to the right code"
        action={<Csv csv={csv} chart="funnel" />}
        note={`${renderShare(total.firstTry, total.verified)} of the right codes came at the first try. A code that was typed right counts as delivered, receipt or not.`}
      >
        <FunnelChart
          steps={[
            { name: 'Requested', count: total.requested },
            { name: 'Sent', count: total.sent, note: time(times.sentMedian, times.sentP95) },
            {
              name: 'Delivered',
              count: total.delivered,
              note: time(times.deliveredMedian, times.deliveredP95),
            },
            { name: 'Verified', count: total.verified, note: time(times.verifiedMedian, times.verifiedP95) },
            { name: 'Right at the first try', count: total.firstTry },
          ]}
        />
      </Panel>
      <Panel
        title="Over time"
        note="Pale: requested. Full: verified. Times are UTC."
        action={<Csv csv={csv} chart="time" />}
      >
        <SeriesChart points={points} />
        <details className="mt-3">
          <summary className="min-h-11 cursor-pointer py-2 font-semibold text-accent">
            Show as a table
          </summary>
          <DataTable
            caption="Requests over time"
            rows={points}
            rowKey={({ label }) => label}
            columns={[
              { head: 'From (UTC)', cell: ({ label }) => label },
              { head: 'Requested', cell: ({ requested }) => number.format(requested), numeric: true },
              { head: 'Verified', cell: ({ verified }) => number.format(verified), numeric: true },
              {
                head: 'Rate',
                cell: ({ requested, verified }) => renderShare(verified, requested),
                numeric: true,
              },
            ]}
          />
        </details>
      </Panel>
      <div className="grid items-start gap-6 xl:grid-cols-2">
        <GroupPanel
          csv={csv}
          chart="channel"
          title="By channel"
          rows={funnel.groups.channel}
          name={channelName}
        />
        <GroupPanel
          csv={csv}
          chart="purpose"
          title="By purpose"
          rows={funnel.groups.purpose}
          name={purposeName}
        />
        <GroupPanel
          csv={csv}
          chart="provider"
          title="By provider"
          rows={funnel.groups.provider}
          name={(value) => providerName(value || null)}
        />
        <GroupPanel
          csv={csv}
          chart="country"
          title="By country"
          rows={funnel.groups.country.slice(0, 20)}
          name={countryName}
        />
      </div>
      <Panel title="Busiest hours" action={<Csv csv={csv} chart="hours" />}>
        <HeatMap hours={funnel.hours} />
        <details className="mt-3">
          <summary className="min-h-11 cursor-pointer py-2 font-semibold text-accent">
            Show as a table
          </summary>
          <HoursTable hours={funnel.hours} />
        </details>
      </Panel>
      <CostPanel overview={overview} csv={csv} />
    </>
  );
}

function GroupPanel({
  csv,
  chart,
  title,
  rows,
  name,
}: {
  csv: string;
  chart: Chart;
  title: string;
  rows: Overview['funnel']['groups']['channel'];
  name: (value: string) => string;
}) {
  return (
    <Panel title={title} action={<Csv csv={csv} chart={chart} />}>
      <DataTable
        caption={title}
        rows={rows}
        rowKey={({ value }) => value}
        columns={[
          {
            head: title.replace('By ', '').replace(/^./, (letter) => letter.toUpperCase()),
            cell: ({ value }) => name(value),
          },
          { head: 'Requested', cell: ({ requested }) => number.format(requested), numeric: true },
          { head: 'Sent', cell: ({ sent, requested }) => renderShare(sent, requested), numeric: true },
          {
            head: 'Delivered',
            cell: ({ delivered, failed }) => renderShare(delivered, delivered + failed),
            numeric: true,
          },
          {
            head: 'First try',
            cell: ({ firstTry, verified }) => renderShare(firstTry, verified),
            numeric: true,
          },
          {
            head: 'Verified',
            cell: ({ verified, requested }) => renderShare(verified, requested),
            numeric: true,
          },
        ]}
      />
    </Panel>
  );
}

function CostPanel({ overview: { attempts, costs }, csv }: { overview: Overview; csv: string }) {
  const told = attempts.reduce((sum, { priced }) => sum + priced, 0);
  const sent = attempts.reduce((sum, one) => sum + one.sent, 0);
  const money = (amount: number, currency: string) =>
    new Intl.NumberFormat('en', { style: 'currency', currency, minimumFractionDigits: 2 }).format(amount);
  return (
    <Panel
      title="Costs"
      action={<Csv csv={csv} chart="costs" />}
      note={
        costs.length > 0
          ? `About ${costs.map(({ amount, currency }) => money(amount, currency)).join(' and ')}. ${told === 0 ? 'By the price table.' : `Of ${renderShare(told, sent)} of the messages the provider told the price; the others are by the price table.`}`
          : 'Set prices under Providers to see an estimate.'
      }
    >
      <DataTable
        caption="Calls and costs by provider and country"
        rows={attempts.slice(0, 20)}
        rowKey={({ provider, channel, country, currency }) => `${provider} ${channel} ${country} ${currency}`}
        columns={[
          { head: 'Provider', cell: ({ provider }) => providerName(provider) },
          { head: 'Channel', cell: ({ channel }) => channelName(channel) },
          { head: 'Country', cell: ({ country }) => countryName(country) },
          { head: 'Sent', cell: ({ sent }) => number.format(sent), numeric: true },
          { head: 'Failed', cell: ({ failed, attempts: all }) => renderShare(failed, all), numeric: true },
          {
            head: 'Cost',
            cell: ({ costMicros, currency }) =>
              costMicros === null || !currency ? '–' : money(costMicros / 1_000_000, currency),
            numeric: true,
          },
        ]}
      />
    </Panel>
  );
}
