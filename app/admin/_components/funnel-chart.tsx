export type FunnelStep = { name: string; count: number; note?: string };

const number = new Intl.NumberFormat('en');

/** Each step as a bar: how many, what part of all and of the step before, and how long it took. */
export function FunnelChart({ steps }: { steps: readonly FunnelStep[] }) {
  const all = steps[0]?.count ?? 0;
  return (
    <ol className="grid gap-3.5">
      {steps.map(({ name, count, note }, index) => {
        const before = steps[index - 1]?.count ?? count;
        return (
          <li key={name} className="grid gap-1.5">
            <div className="flex flex-wrap items-baseline justify-between gap-x-4">
              <span className="font-semibold text-ink">{name}</span>
              <span className="text-sm text-muted tabular-nums">
                <strong className="text-base font-bold text-ink">{number.format(count)}</strong>
                {index > 0 && <> · {renderShare(count, before)} of the step before</>}
                {note && <> · {note}</>}
              </span>
            </div>
            <svg viewBox="0 0 100 4" preserveAspectRatio="none" className="h-4 w-full" aria-hidden="true">
              <rect width="100" height="4" className="fill-sunken" />
              <rect
                width={all > 0 ? (100 * count) / all : 0}
                height="4"
                className="fill-accent"
                fillOpacity={1 - index * 0.14}
              />
            </svg>
          </li>
        );
      })}
    </ol>
  );
}

/** "97.4 %", and a dash where there is nothing to divide by. */
export function renderShare(part: number, whole: number): string {
  return whole > 0 ? `${((100 * part) / whole).toFixed(1)} %` : '–';
}
