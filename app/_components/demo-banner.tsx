import type { ReactNode } from 'react';

/** Across the top of every page in demo mode: nothing leaves this machine, and where to read what would have. */
export function DemoBanner({ children }: { children?: ReactNode }) {
  return (
    <aside
      aria-label="Demo mode"
      className="border-b border-warning/30 bg-warning-soft px-4 py-2.5 text-center text-sm text-warning"
    >
      {children ?? (
        <>
          <strong className="font-semibold">Demo mode.</strong> No message leaves this machine. Read your
          codes in the{' '}
          <a href="/inbox" className="-my-2 inline-block py-2 font-semibold underline underline-offset-4">
            inbox
          </a>
          .
        </>
      )}
    </aside>
  );
}
