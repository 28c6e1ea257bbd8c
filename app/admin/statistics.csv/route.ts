import { getOverview } from '@/lib/flows/console/get-overview';
import { charts, renderStatisticsCsv } from '@/lib/flows/console/statistics-csv';
import { getDeps } from '@/lib/web/deps';
import { downloadHeaders } from '@/lib/web/download';
import { queryChoice, readOverviewQuery } from '@/lib/web/read-console-query';
import { requireStaff } from '@/lib/web/require-staff';

export const dynamic = 'force-dynamic';

/** The figures of the overview with the same filters: of one chart, or of all that count codes. */
export async function GET(request: Request): Promise<Response> {
  await requireStaff('read_statistics', '/admin');
  const query = Object.fromEntries(new URL(request.url).searchParams);
  const chart = queryChoice(query, 'chart', charts);
  const overview = await getOverview(getDeps(), readOverviewQuery(query));
  return new Response(renderStatisticsCsv(overview, chart), {
    headers: downloadHeaders('text/csv', chart ? `${chart}.csv` : 'statistics.csv'),
  });
}
