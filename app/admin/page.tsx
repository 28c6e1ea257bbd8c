import { EmptyState } from '@/app/_components/empty-state';
import { withNotFound } from '@/app/_components/not-found-page';
import { TextLink } from '@/app/_components/text-link';
import { getOverview } from '@/lib/flows/console/get-overview';
import { getDeps } from '@/lib/web/deps';
import { type Query, readOverviewQuery } from '@/lib/web/read-console-query';
import { requireStaff } from '@/lib/web/require-staff';
import { ConsoleShell } from './_components/console-shell';
import { FilterBar } from './_components/filter-bar';
import { LiveNumbersBar } from './_components/live-numbers';
import { MarkCard } from './_components/mark-card';
import { Figures } from './_overview/figures';
import { overviewChoices } from './_overview/overview-choices';

async function OverviewPage({ searchParams }: { searchParams: Promise<Query> }) {
  const staff = await requireStaff('read_statistics', '/admin');
  const query = readOverviewQuery(await searchParams);
  const overview = await getOverview(getDeps(), query);
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
      <LiveNumbersBar first={overview.now} />
      <FilterBar path="/admin" choices={overviewChoices(query, overview)} />
      <ul className="grid grid-cols-2 gap-3 md:grid-cols-3 xl:grid-cols-5">
        {overview.marks.map((mark) => (
          <MarkCard key={mark.name} {...mark} />
        ))}
      </ul>
      {overview.funnel.total.requested === 0 ? (
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
