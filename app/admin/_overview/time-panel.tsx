import type { Overview } from '@/lib/flows/console/get-overview';
import { DataTable } from '../_components/data-table';
import { renderShare } from '../_components/funnel-chart';
import { Panel } from '../_components/panel';
import { SeriesChart } from '../_components/series-chart';
import { AsTable } from './as-table';
import { CsvLink } from './csv-link';

const number = new Intl.NumberFormat('en');

export function TimePanel({ series, csv }: { series: Overview['funnel']['series']; csv: string }) {
  const points = series.map(({ at, requested, verified }) => ({
    label: at.toISOString().slice(0, 16).replace('T', ' '),
    requested,
    verified,
  }));
  return (
    <Panel
      title="Over time"
      note="Pale: requested. Full: verified. Times are UTC."
      action={<CsvLink csv={csv} chart="time" />}
    >
      <SeriesChart points={points} />
      <AsTable>
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
      </AsTable>
    </Panel>
  );
}
