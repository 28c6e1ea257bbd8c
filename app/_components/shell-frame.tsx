import type { ReactNode } from 'react';
import { Bitting } from './bitting';
import { Mark } from './mark';

export type ShellFrameProps = {
  /** Absent where it cannot be known: in the error pages, which run in the browser. They have a label in its place. */
  appName?: string;
  homeLabel?: string;
  children: ReactNode;
  banner?: ReactNode;
  /** Beside the name, at the end of the line: the account's menu, "Sign out". */
  actions?: ReactNode;
  footer?: ReactNode;
  /** `full`: for the console, which has much to show. */
  width?: 'narrow' | 'wide' | 'full';
};

/** The frame of every page but the landing page. It knows no configuration, so it can run in the browser too. */
export function ShellFrame({
  appName,
  homeLabel,
  children,
  banner,
  actions,
  footer,
  width = 'narrow',
}: ShellFrameProps) {
  const isNarrow = width === 'narrow';
  const breadth = width === 'full' ? 'max-w-[88rem]' : 'max-w-5xl';
  return (
    <div className="relative isolate flex min-h-dvh flex-col overflow-x-clip">
      {isNarrow && <Bitting />}
      {banner}
      <header
        className={
          isNarrow ? 'flex justify-center px-4 pt-8 pb-6 sm:pt-14' : 'border-b border-line bg-surface py-3'
        }
      >
        <div
          className={
            isNarrow
              ? ''
              : `mx-auto flex ${breadth} flex-wrap items-center justify-between gap-3 px-4 sm:px-8`
          }
        >
          <a
            href="/"
            className="inline-flex min-h-11 items-center gap-3 rounded-chip text-lg font-bold text-ink"
          >
            <Mark />
            <span className={appName ? 'brand-name' : 'sr-only'}>{appName ?? homeLabel}</span>
          </a>
          {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
        </div>
      </header>
      <main
        id="main"
        className={
          isNarrow
            ? 'mx-auto w-full max-w-[28rem] flex-1 px-4 pb-10'
            : `mx-auto w-full ${breadth} flex-1 px-4 py-8 sm:px-8 sm:py-12`
        }
      >
        {children}
      </main>
      {footer && (
        <footer className="px-4 pt-2 pb-[max(1.5rem,env(safe-area-inset-bottom))] text-center text-sm text-muted">
          {footer}
        </footer>
      )}
    </div>
  );
}
