import { countryName, type Overview } from '@/lib/flows/console/get-overview';
import { channelName, providerName } from '@/lib/flows/console/words';
import { DataTable } from '../_components/data-table';
import { renderShare } from '../_components/funnel-chart';
import { Panel } from '../_components/panel';
import { CsvLink } from './csv-link';

const number = new Intl.NumberFormat('en');

export function CostPanel({ overview: { attempts, costs }, csv }: { overview: Overview; csv: string }) {
  const told = attempts.reduce((sum, { priced }) => sum + priced, 0);
  const sent = attempts.reduce((sum, one) => sum + one.sent, 0);
  const money = (amount: number, currency: string) =>
    new Intl.NumberFormat('en', { style: 'currency', currency, minimumFractionDigits: 2 }).format(amount);
  return (
    <Panel
      title="Costs"
      action={<CsvLink csv={csv} chart="costs" />}
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
