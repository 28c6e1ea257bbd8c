import type { ReactNode } from 'react';

/** What a chart shows, for who would rather read it. */
export function AsTable({ children }: { children: ReactNode }) {
  return (
    <details className="mt-3">
      <summary className="min-h-11 cursor-pointer py-2 font-semibold text-accent">Show as a table</summary>
      {children}
    </details>
  );
}
