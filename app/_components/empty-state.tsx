import type { ReactNode } from 'react';

export type EmptyStateProps = { title: ReactNode; children?: ReactNode; action?: ReactNode };

/** Where a list would be: says why it is empty and what would fill it. */
export function EmptyState({ title, children, action }: EmptyStateProps) {
  return (
    <div className="grid justify-items-center gap-2 rounded-card border border-dashed border-field-line/60 px-6 py-12 text-center">
      <svg viewBox="0 0 48 32" width="48" height="32" className="mb-2 h-8 w-12 fill-line" aria-hidden="true">
        <rect x="2" y="16" width="5" height="14" rx="2.5" />
        <rect x="12" y="6" width="5" height="24" rx="2.5" />
        <rect x="22" y="12" width="5" height="18" rx="2.5" />
        <rect x="32" y="2" width="5" height="28" rx="2.5" />
        <rect x="42" y="10" width="5" height="20" rx="2.5" />
      </svg>
      <p className="text-lg font-semibold text-ink">{title}</p>
      {children && <div className="max-w-prose text-muted">{children}</div>}
      {action && <div className="mt-4">{action}</div>}
    </div>
  );
}
