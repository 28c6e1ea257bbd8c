import type { ReactNode } from 'react';

export function BackLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <a
      href={href}
      className="-ms-1 inline-flex min-h-11 items-center gap-1.5 rounded-chip px-1 text-sm font-semibold text-muted hover:text-ink"
    >
      <svg viewBox="0 0 16 16" width="16" height="16" className="size-4 rtl:-scale-x-100" aria-hidden="true">
        <path
          d="M9.5 3.5 5 8l4.5 4.5"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.75"
          strokeLinecap="round"
        />
      </svg>
      {children}
    </a>
  );
}
