import type { ReactNode } from 'react';

export type AlertTone = 'error' | 'success' | 'info' | 'warning';

export type AlertProps = {
  tone?: AlertTone;
  title?: ReactNode;
  children?: ReactNode;
  id?: string;
  /** What stands around it announces it. */
  isInRegion?: boolean;
};

const looks: Record<AlertTone, { box: string; icon: string }> = {
  error: {
    box: 'border-danger/40 bg-danger-soft text-danger',
    icon: 'M10 2a8 8 0 1 0 0 16 8 8 0 0 0 0-16Zm-.9 4h1.8l-.2 5.2H9.3L9.1 6ZM10 14.6a1.1 1.1 0 1 1 0-2.2 1.1 1.1 0 0 1 0 2.2Z',
  },
  success: {
    box: 'border-success/40 bg-success-soft text-success',
    icon: 'M10 2a8 8 0 1 0 0 16 8 8 0 0 0 0-16Zm-1.1 11.6L5.6 10.3l1.2-1.2 2.1 2.1 4.4-4.4 1.2 1.2-5.6 5.6Z',
  },
  info: {
    box: 'border-accent/35 bg-accent-soft text-accent',
    icon: 'M10 2a8 8 0 1 0 0 16 8 8 0 0 0 0-16Zm0 3.4a1.1 1.1 0 1 1 0 2.2 1.1 1.1 0 0 1 0-2.2ZM9.1 9h1.8v5.4H9.1V9Z',
  },
  warning: {
    box: 'border-warning/40 bg-warning-soft text-warning',
    icon: 'M10 2.4 1.6 17h16.8L10 2.4Zm-.8 5.4h1.6l-.2 4.4H9.4l-.2-4.4Zm.8 7.4a1 1 0 1 1 0-2 1 1 0 0 1 0 2Z',
  },
};

/** What has happened, in one or two sentences. An error interrupts a screen reader; the others wait their turn. */
export function Alert({ tone = 'info', title, children, id, isInRegion = false }: AlertProps) {
  const { box, icon } = looks[tone];
  const role = tone === 'error' ? 'alert' : 'status';
  return (
    <div
      id={id}
      role={isInRegion ? undefined : role}
      tabIndex={-1}
      className={`flex animate-arrive gap-3 rounded-control border px-4 py-3.5 ${box}`}
    >
      <svg
        viewBox="0 0 20 20"
        width="20"
        height="20"
        className="mt-0.5 size-5 shrink-0 fill-current"
        aria-hidden="true"
      >
        <path d={icon} />
      </svg>
      <div className="min-w-0 text-base">
        {title && <p className="font-semibold">{title}</p>}
        {children && <div className="text-ink">{children}</div>}
      </div>
    </div>
  );
}
