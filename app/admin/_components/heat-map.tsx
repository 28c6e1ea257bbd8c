export type HourCount = { weekday: number; hour: number; requested: number };

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const cell = 26;
const left = 38;
const top = 20;

/** Requests by weekday and hour: the darker, the more. The busiest hour is named in words below. */
export function HeatMap({ hours }: { hours: readonly HourCount[] }) {
  const highest = Math.max(1, ...hours.map(({ requested }) => requested));
  const busiest = hours.find(({ requested }) => requested === highest);
  return (
    <div className="grid gap-3">
      <div className="overflow-x-auto">
        <svg
          viewBox={`0 0 ${left + 24 * cell} ${top + 7 * cell}`}
          className="w-full min-w-[34rem]"
          role="img"
          aria-label="Requests by weekday and hour"
        >
          {[0, 3, 6, 9, 12, 15, 18, 21].map((hour) => (
            <text key={hour} x={left + hour * cell} y="13" className="fill-muted" fontSize="11">
              {String(hour).padStart(2, '0')}
            </text>
          ))}
          {weekdays.map((name, index) => (
            <text key={name} x="0" y={top + index * cell + 17} className="fill-muted" fontSize="11">
              {name}
            </text>
          ))}
          {weekdays.flatMap((name, day) =>
            Array.from({ length: 24 }, (_, hour) => {
              const count = hours.find((one) => one.weekday === day + 1 && one.hour === hour)?.requested ?? 0;
              return (
                <rect
                  // biome-ignore lint/suspicious/noArrayIndexKey: the hour is the key.
                  key={`${name} ${hour}`}
                  x={left + hour * cell}
                  y={top + day * cell}
                  width={cell - 3}
                  height={cell - 3}
                  rx="4"
                  className={count > 0 ? 'fill-accent' : 'fill-sunken'}
                  fillOpacity={count > 0 ? 0.12 + (0.88 * count) / highest : 1}
                >
                  <title>{`${name} ${String(hour).padStart(2, '0')}:00: ${count}`}</title>
                </rect>
              );
            }),
          )}
        </svg>
      </div>
      {busiest && (
        <p className="text-sm text-muted">
          Busiest: {weekdays[busiest.weekday - 1]} {String(busiest.hour).padStart(2, '0')}:00 UTC,{' '}
          {busiest.requested} requests.
        </p>
      )}
    </div>
  );
}
