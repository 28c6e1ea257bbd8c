import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Badge } from '@/app/_components/badge';
import { ButtonLink } from '@/app/_components/button-link';
import { EmptyState } from '@/app/_components/empty-state';
import { describeNotFound, withNotFound } from '@/app/_components/not-found-page';
import { PageShell } from '@/app/_components/page-shell';
import { findInboxMessages } from '@/lib/flows/find-inbox-messages';
import { isDemoMode } from '@/lib/web/demo-mode';
import { getDeps } from '@/lib/web/deps';
import { InboxMessageCard } from './inbox-message-card';

export async function generateMetadata(): Promise<Metadata> {
  return isDemoMode() ? { title: 'Inbox', robots: { index: false } } : describeNotFound();
}

export const dynamic = 'force-dynamic';

/** Demo mode only: every message that would have left this machine. */
async function InboxPage() {
  if (!isDemoMode()) notFound();
  const messages = await findInboxMessages(getDeps());
  return (
    <PageShell
      width="wide"
      actions={
        <ButtonLink href="/inbox" variant="secondary">
          Refresh
        </ButtonLink>
      }
    >
      <div className="grid grid-cols-1 gap-6">
        <header className="grid gap-2">
          <h1 className="flex items-center gap-3 text-3xl font-bold tracking-tight text-ink">
            Inbox <Badge tone="warning">Demo</Badge>
          </h1>
          <p className="text-muted">
            Messages to everybody, newest first. They are rendered here and stored nowhere.
          </p>
        </header>
        {messages.length === 0 ? (
          <EmptyState title="No messages yet">
            Ask for a code on the sign-in page, then come back and refresh.
          </EmptyState>
        ) : (
          <ul className="grid grid-cols-1 gap-4">
            {messages.map((message) => (
              <li key={message.id}>
                <InboxMessageCard message={message} />
              </li>
            ))}
          </ul>
        )}
      </div>
    </PageShell>
  );
}

export default withNotFound(InboxPage);
