import type { ReactNode } from 'react';

export type Fact = { term: string; detail: ReactNode };

/** Facts by name, one under the other: for a column at the side. */
export function FactList({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className="-my-2.5 divide-y divide-line">
      {facts.map(({ term, detail }) => (
        <div key={term} className="grid gap-0.5 py-2.5">
          <dt className="text-sm text-muted">{term}</dt>
          <dd className="min-w-0 font-medium text-ink">
            <bdi>{detail}</bdi>
          </dd>
        </div>
      ))}
    </dl>
  );
}
