import type { GuardOverview } from '@/lib/flows/console/get-guard-overview';
import { limitName } from '@/lib/flows/console/words';
import { DataTable } from '../_components/data-table';

const number = new Intl.NumberFormat('en');

/** The limit that refused most on top. */
export function LimitsTable({ limits }: Pick<GuardOverview, 'limits'>) {
  return (
    <DataTable
      caption="Limits"
      rows={limits.toSorted((a, b) => b.lastWeek - a.lastWeek)}
      rowKey={({ limit }) => limit}
      columns={[
        { head: 'Limit', cell: ({ limit }) => limitName(limit) },
        { head: 'Allows', cell: ({ max, seconds }) => allows(max, seconds) },
        { head: 'This hour', cell: ({ lastHour }) => number.format(lastHour), numeric: true },
        { head: '24 hours', cell: ({ lastDay }) => number.format(lastDay), numeric: true },
        { head: '7 days', cell: ({ lastWeek }) => number.format(lastWeek), numeric: true },
      ]}
    />
  );
}

function allows(max: number, seconds: number): string {
  const [unit, size] =
    seconds % 86_400 === 0 ? ['day', 86_400] : seconds % 3_600 === 0 ? ['hour', 3_600] : ['minute', 60];
  const count = seconds / (size as number);
  return `${number.format(max)} in ${count === 1 ? `a${unit === 'hour' ? 'n' : ''} ${unit}` : `${count} ${unit}s`}`;
}
