import type { Metadata } from 'next';
import { ButtonLink } from '@/app/_components/button-link';
import { Card } from '@/app/_components/card';
import { EmptyState } from '@/app/_components/empty-state';
import { PageShell } from '@/app/_components/page-shell';
import { TextLink } from '@/app/_components/text-link';
import { getActivity } from '@/lib/flows/get-activity';
import { getDeps } from '@/lib/web/deps';
import { getTimeText } from '@/lib/web/page-time';
import { getWords } from '@/lib/web/page-words';
import { requireSession } from '@/lib/web/session';
import { fill } from '@/lib/words/fill';
import { namePlace } from '@/lib/words/names';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getWords()).activity.title };
}

export default async function ActivityPage({
  searchParams,
}: {
  searchParams: Promise<{ before?: string | string[] }>;
}) {
  const session = await requireSession();
  const { before } = await searchParams;
  const from = typeof before === 'string' ? before : null;
  const { activity: words, marks } = await getWords();
  const timeText = await getTimeText();
  const { events, next } = await getActivity(getDeps(), { userId: session.user.id, before: from, words });
  const whereOf = (device: string | null, client: string | null) => {
    const place = namePlace(marks, client);
    if (!place) return device;
    return device ? fill(words.where, { device, place }) : fill(words.whereOnly, { place });
  };
  return (
    <PageShell
      width="wide"
      actions={
        <>
          <ButtonLink href="/account" variant="quiet">
            {words.account}
          </ButtonLink>
          <ButtonLink href="/account/security" variant="quiet">
            {words.security}
          </ButtonLink>
          <ButtonLink href="/logout" variant="secondary">
            {words.signOut}
          </ButtonLink>
        </>
      }
    >
      <div className="grid gap-6">
        <h1 className="text-3xl font-bold tracking-tight text-ink">{words.title}</h1>
        <Card
          headingLevel={2}
          title={words.heading}
          intro={words.intro}
          footer={
            next ? (
              <TextLink href={`/account/activity?before=${next}`}>{words.earlier}</TextLink>
            ) : (
              from && <TextLink href="/account/activity">{words.newest}</TextLink>
            )
          }
        >
          {events.length === 0 && <EmptyState title={words.none} />}
          <ol className="divide-y divide-line">
            {events.map(({ id, at, sentence, device, place }) => (
              <li key={id} className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 py-3.5">
                <div className="min-w-0">
                  <p className="font-medium text-ink">{sentence}</p>
                  {(device || place) && <p className="text-sm text-muted">{whereOf(device, place)}</p>}
                </div>
                <time dateTime={at.toISOString()} className="text-sm text-muted">
                  {timeText(at)}
                </time>
              </li>
            ))}
          </ol>
        </Card>
      </div>
    </PageShell>
  );
}
