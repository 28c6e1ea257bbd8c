import { DataTable } from './data-table';
import type { HourCount } from './heat-map';

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** What the heat map shows, in figures. */
export function HoursTable({ hours }: { hours: readonly HourCount[] }) {
  const count = (weekday: number, hour: number) =>
    hours.find((one) => one.weekday === weekday && one.hour === hour)?.requested ?? 0;
  return (
    <DataTable
      caption="Requests by weekday and hour, as a table"
      rows={Array.from({ length: 24 }, (_, hour) => hour)}
      rowKey={String}
      columns={[
        { head: 'Hour (UTC)', cell: (hour) => `${String(hour).padStart(2, '0')}:00` },
        ...weekdays.map((head, index) => ({
          head,
          cell: (hour: number) => count(index + 1, hour),
          numeric: true,
        })),
      ]}
    />
  );
}
