import type { ReactNode } from 'react';

export type BadgeTone = 'neutral' | 'accent' | 'success' | 'warning' | 'danger';

const looks: Record<BadgeTone, string> = {
  neutral: 'border-line bg-sunken text-ink',
  accent: 'border-accent/30 bg-accent-soft text-accent',
  success: 'border-success/30 bg-success-soft text-success',
  warning: 'border-warning/30 bg-warning-soft text-warning',
  danger: 'border-danger/30 bg-danger-soft text-danger',
};

/** A state in one or two words. The word carries the meaning; the colour only helps to find it. */
export function Badge({ tone = 'neutral', children }: { tone?: BadgeTone; children: ReactNode }) {
  return (
    <span
      className={`inline-flex items-center rounded-chip border px-2 py-0.5 text-sm font-medium whitespace-nowrap ${looks[tone]}`}
    >
      {children}
    </span>
  );
}
