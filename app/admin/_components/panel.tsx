import type { ReactNode } from 'react';

export type PanelProps = { title?: ReactNode; note?: ReactNode; action?: ReactNode; children: ReactNode };

/** A quiet box: the console shows many things at once, so none of them shouts. */
export function Panel({ title, note, action, children }: PanelProps) {
  return (
    <section className="min-w-0 rounded-card border border-line bg-surface p-5 shadow-low sm:p-6">
      {(title || action) && (
        <header className="mb-4 flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
          <div className="min-w-0">
            {title && <h2 className="text-lg font-bold text-ink">{title}</h2>}
            {note && <p className="text-sm text-muted">{note}</p>}
          </div>
          {action}
        </header>
      )}
      {children}
    </section>
  );
}
