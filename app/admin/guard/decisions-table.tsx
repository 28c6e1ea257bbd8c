import { Badge } from '@/app/_components/badge';
import type { GuardOverview } from '@/lib/flows/console/get-guard-overview';
import { channelName, guardReason } from '@/lib/flows/console/words';
import { DataTable } from '../_components/data-table';
import { When } from '../_components/when';
import { countryWords } from './country-words';

export function DecisionsTable({ decisions }: Pick<GuardOverview, 'decisions'>) {
  return (
    <DataTable
      caption="Decisions of the guard"
      rows={decisions}
      rowKey={({ id }) => id}
      columns={[
        { head: 'When (UTC)', cell: ({ at }) => <When at={at} /> },
        {
          head: 'Decision',
          cell: ({ stopped }) => (
            <Badge tone={stopped ? 'danger' : 'warning'}>
              {stopped ? 'Stopped' : 'Let through, recorded'}
            </Badge>
          ),
        },
        {
          head: 'Why',
          cell: ({ reasons }) => (
            <span className="block min-w-56">{reasons.map(guardReason).join(', ')}</span>
          ),
        },
        {
          head: 'Numbers',
          cell: ({ prefix, country }) => (
            <bdi className="block min-w-44">
              +{prefix}…, {countryWords(country)}
            </bdi>
          ),
        },
        { head: 'By', cell: ({ channel }) => channelName(channel) },
        { head: 'Asked from', cell: ({ client }) => <bdi>{client ?? '–'}</bdi> },
      ]}
    />
  );
}
