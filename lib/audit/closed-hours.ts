import type { Database } from '@/lib/db/client';
import type { TimeRange } from './funnel-rows';

export const hourMs = 3_600_000;
/** Setting: every hour before this time is closed. */
export const rolledToKey = 'statistics.rolled_to';
/** More hours to be counted again than this are read from the rows as one stretch. */
const mostLate = 24;

/** Where the figures of a range come from. Together they are the range, without a gap and without an overlap. */
export interface Sources {
  /** Whole hours that were counted; null: none. `except` are among them, and are not. */
  closed: (TimeRange & { except: Date[] }) | null;
  /** What is read from the rows themselves. */
  open: TimeRange[];
}

/** Which part of a range is closed. Hours with a change that is not counted yet are read from the rows. */
export async function findSources(
  tx: Pick<Database, '$queryRaw'>,
  { from, to }: TimeRange,
): Promise<Sources> {
  const rows = await tx.$queryRaw<{ rolledTo: Date | null; late: Date[] | null }[]>`
    SELECT (SELECT ("value" #>> '{}')::timestamptz FROM "Setting" WHERE "key" = ${rolledToKey}) AS "rolledTo",
           (SELECT array_agg(DISTINCT "hour" ORDER BY "hour") FROM "StatisticsLate"
             WHERE "hour" > ${from}::timestamptz - interval '1 hour' AND "hour" < ${to}::timestamptz) AS "late"`;
  const { rolledTo = null, late = null } = rows[0] ?? {};
  const start = Math.ceil(from.getTime() / hourMs) * hourMs;
  const lateTimes = (late ?? []).map((hour) => hour.getTime()).filter((time) => time >= start);
  const firstLate = lateTimes[0];
  const limit = lateTimes.length > mostLate && firstLate !== undefined ? firstLate : Number.POSITIVE_INFINITY;
  const end = Math.min(Math.floor(to.getTime() / hourMs) * hourMs, rolledTo?.getTime() ?? 0, limit);
  if (end <= start) return { closed: null, open: [{ from, to }] };
  const except = lateTimes.filter((time) => time < end);
  const open = [
    { from: from.getTime(), to: start },
    ...except.map((time) => ({ from: time, to: time + hourMs })),
    { from: end, to: to.getTime() },
  ].filter((range) => range.from < range.to);
  return {
    closed: { from: new Date(start), to: new Date(end), except: except.map((time) => new Date(time)) },
    open: open.map((range) => ({ from: new Date(range.from), to: new Date(range.to) })),
  };
}
