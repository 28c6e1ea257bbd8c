import type { Overview } from '@/lib/flows/console/get-overview';
import type { Chart } from '@/lib/flows/console/statistics-csv';
import { DataTable } from '../_components/data-table';
import { renderShare } from '../_components/funnel-chart';
import { Panel } from '../_components/panel';
import { CsvLink } from './csv-link';

const number = new Intl.NumberFormat('en');

/** The way of codes by what they have in common. */
export function GroupPanel({
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
    <Panel title={title} action={<CsvLink csv={csv} chart={chart} />}>
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
