import type { Metadata } from 'next';
import { ButtonLink } from '@/app/_components/button-link';
import { Card } from '@/app/_components/card';
import { EmptyState } from '@/app/_components/empty-state';
import { PageShell } from '@/app/_components/page-shell';
import { TextLink } from '@/app/_components/text-link';
import { getActivity } from '@/lib/flows/get-activity';
import { getDeps } from '@/lib/web/deps';
import { requireSession } from '@/lib/web/session';

export const metadata: Metadata = { title: 'Activity' };

const time = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });

export default async function ActivityPage({
  searchParams,
}: {
  searchParams: Promise<{ before?: string | string[] }>;
}) {
  const session = await requireSession();
  const { before } = await searchParams;
  const from = typeof before === 'string' ? before : null;
  const { events, next } = await getActivity(getDeps(), { userId: session.user.id, before: from });
  return (
    <PageShell
      width="wide"
      actions={
        <>
          <ButtonLink href="/account" variant="quiet">
            Account
          </ButtonLink>
          <ButtonLink href="/account/security" variant="quiet">
            Security
          </ButtonLink>
          <ButtonLink href="/logout" variant="secondary">
            Sign out
          </ButtonLink>
        </>
      }
    >
      <div className="grid gap-6">
        <h1 className="text-3xl font-bold tracking-tight text-ink">Activity</h1>
        <Card
          headingLevel={2}
          title="What happened on your account"
          intro="The newest first. Nobody can change or remove an entry."
          footer={
            next ? (
              <TextLink href={`/account/activity?before=${next}`}>Earlier</TextLink>
            ) : (
              from && <TextLink href="/account/activity">Newest</TextLink>
            )
          }
        >
          {events.length === 0 && <EmptyState title="Nothing yet" />}
          <ol className="divide-y divide-line">
            {events.map(({ id, at, sentence, device, place }) => (
              <li key={id} className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 py-3.5">
                <div className="min-w-0">
                  <p className="font-medium text-ink">{sentence}</p>
                  {(device || place) && (
                    <p className="text-sm text-muted">
                      {device}
                      {device && place && ', '}
                      {place && <>from {place}</>}
                    </p>
                  )}
                </div>
                <time dateTime={at.toISOString()} className="text-sm text-muted">
                  {time.format(at)} UTC
                </time>
              </li>
            ))}
          </ol>
        </Card>
      </div>
    </PageShell>
  );
}
