import type { ReactNode } from 'react';
import { ButtonLink } from '@/app/_components/button-link';
import { PageShell } from '@/app/_components/page-shell';
import { ReloadWhenRestored } from '@/app/_components/reload-when-restored';
import type { StaffRight } from '@/lib/flows/console/staff-rights';

type Section = { href: string; label: string; right: StaffRight };

const sections: readonly Section[] = [
  { href: '/admin', label: 'Overview', right: 'read_statistics' },
  { href: '/admin/customers', label: 'Customers', right: 'read_customers' },
  { href: '/admin/deliveries', label: 'Deliveries', right: 'read_deliveries' },
  { href: '/admin/providers', label: 'Providers', right: 'read_deliveries' },
  { href: '/admin/alerts', label: 'Alerts', right: 'read_statistics' },
  { href: '/admin/guard', label: 'Limits and guard', right: 'read_guard' },
  { href: '/admin/keys', label: 'API keys', right: 'read_api_keys' },
  { href: '/admin/webhooks', label: 'Webhooks', right: 'read_webhooks' },
  { href: '/admin/audit', label: 'Audit log', right: 'read_audit' },
  { href: '/admin/policy', label: 'Policy', right: 'read_audit' },
];

export type ConsoleShellProps = {
  /** The path of the section that this page belongs to. */
  current: string;
  staff: { role: string; can(right: StaffRight): boolean };
  title: ReactNode;
  intro?: ReactNode;
  /** At the end of the title's line. */
  actions?: ReactNode;
  children: ReactNode;
};

/** The frame of the console: sections beside the page, above it on a phone. Plain links. */
export function ConsoleShell({ current, staff, title, intro, actions, children }: ConsoleShellProps) {
  return (
    <PageShell
      width="full"
      footer={<p>Codes are never shown here. What you do is in the audit log.</p>}
      actions={
        <>
          <ButtonLink href="/account" variant="quiet">
            Account
          </ButtonLink>
          <ButtonLink href="/logout" variant="secondary">
            Sign out
          </ButtonLink>
        </>
      }
    >
      <div className="grid gap-6 lg:grid-cols-[11rem_minmax(0,1fr)] lg:gap-10">
        <nav aria-label="Console" className="-mx-1 lg:sticky lg:top-6 lg:self-start">
          <ul className="flex flex-wrap gap-1 lg:grid">
            {sections
              .filter(({ right }) => staff.can(right))
              .map(({ href, label }) => (
                <li key={href}>
                  <a
                    href={href}
                    aria-current={href === current ? 'page' : undefined}
                    className="flex min-h-11 items-center rounded-control px-3 font-semibold text-muted hover:bg-sunken hover:text-ink aria-[current=page]:bg-accent-soft aria-[current=page]:text-accent"
                  >
                    {label}
                  </a>
                </li>
              ))}
          </ul>
          <p className="px-3 pt-3 text-sm text-muted max-lg:hidden">You are {staff.role}.</p>
        </nav>
        <div className="grid min-w-0 content-start gap-6">
          <header className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
            <div className="grid min-w-0 gap-1">
              <h1 className="text-3xl font-bold tracking-tight text-ink">{title}</h1>
              {intro && <div className="text-muted">{intro}</div>}
            </div>
            {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
          </header>
          {children}
        </div>
      </div>
      <ReloadWhenRestored />
    </PageShell>
  );
}
