import type { Overview } from '@/lib/flows/console/get-overview';
import { renderSeconds } from '@/lib/flows/console/words';
import { FunnelChart, renderShare } from '../_components/funnel-chart';
import { Panel } from '../_components/panel';
import { CsvLink } from './csv-link';

export function FunnelPanel({ overview, csv }: { overview: Overview; csv: string }) {
  const {
    times,
    funnel: { total },
  } = overview;
  const time = (median: number | null, p95: number | null) =>
    median === null ? undefined : `${renderSeconds(median)} median, ${renderSeconds(p95)} p95`;
  return (
    <Panel
      title="From the request to the right code"
      action={<CsvLink csv={csv} chart="funnel" />}
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
  );
}
