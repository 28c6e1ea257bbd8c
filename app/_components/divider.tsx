import type { ReactNode } from 'react';

/** A line between two ways to go on; the word between them, "or", is read, the line is not. */
export function Divider({ children }: { children?: ReactNode }) {
  return (
    <div className="flex items-center gap-4 text-sm text-muted">
      <span aria-hidden="true" className="h-px flex-1 bg-line" />
      {children}
      {children && <span aria-hidden="true" className="h-px flex-1 bg-line" />}
    </div>
  );
}
