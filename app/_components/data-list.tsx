import type { ReactNode } from 'react';

export type DataListItem = { term: string; detail: ReactNode; action?: ReactNode };

/** Facts by name, one under the other on a phone and side by side where there is room. */
export function DataList({ items }: { items: readonly DataListItem[] }) {
  return (
    <dl className="divide-y divide-line">
      {items.map(({ term, detail, action }) => (
        <div key={term} className="grid gap-x-6 gap-y-0.5 py-3.5 sm:grid-cols-[10rem_1fr]">
          <dt className="text-sm text-muted sm:pt-0.5">{term}</dt>
          <dd className="flex min-w-0 flex-wrap items-center justify-between gap-x-4 gap-y-1 font-medium text-ink">
            <div className="min-w-0">
              <bdi>{detail}</bdi>
            </div>
            {action}
          </dd>
        </div>
      ))}
    </dl>
  );
}
