import { csvLine } from '@/lib/flows/console/csv';
import { getOverview } from '@/lib/flows/console/get-overview';
import { getDeps } from '@/lib/web/deps';
import { downloadHeaders } from '@/lib/web/download';
import { readOverviewQuery } from '@/lib/web/read-console-query';
import { requireStaff } from '@/lib/web/require-staff';

export const dynamic = 'force-dynamic';

/** The figures of the overview, with the same filters. */
export async function GET(request: Request): Promise<Response> {
  await requireStaff('read_statistics', '/admin');
  const query = Object.fromEntries(new URL(request.url).searchParams);
  const { funnel } = await getOverview(getDeps(), readOverviewQuery(query));
  const head = ['group', 'value', 'requested', 'sent', 'delivered', 'failed', 'first_try', 'verified'];
  const rows = [
    { group: 'total', value: '', ...funnel.total },
    ...Object.entries(funnel.groups).flatMap(([group, values]) => values.map((row) => ({ group, ...row }))),
    ...funnel.series.map(({ at, ...row }) => ({ group: 'time', value: at.toISOString(), ...row })),
  ];
  const lines = rows.map(({ group, value, requested, sent, delivered, failed, firstTry, verified }) =>
    csvLine([group, value, requested, sent, delivered, failed, firstTry, verified]),
  );
  return new Response(csvLine(head) + lines.join(''), {
    headers: downloadHeaders('text/csv', 'statistics.csv'),
  });
}
