import type { Metadata } from 'next';
import { BackLink } from '@/app/_components/back-link';
import { Card } from '@/app/_components/card';
import { PageShell } from '@/app/_components/page-shell';
import { Phrase } from '@/app/_components/phrase';
import { TextLink } from '@/app/_components/text-link';
import { findOpenApprovals } from '@/lib/flows/find-open-approvals';
import { getDeps } from '@/lib/web/deps';
import { getWords } from '@/lib/web/page-words';
import { requireSession } from '@/lib/web/session';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getWords()).approvals.title };
}

/** What waits for the customer's answer. */
export default async function ApprovalsPage() {
  const { user } = await requireSession();
  const waiting = await findOpenApprovals(getDeps(), user.id);
  const { approvals: words } = await getWords();
  return (
    <PageShell>
      <Card
        title={words.title}
        intro={waiting.length === 0 ? words.nothing : undefined}
        footer={<BackLink href="/account">{words.back}</BackLink>}
      >
        {waiting.length > 0 && (
          <ul className="divide-y divide-line">
            {waiting.map(({ id, kind, amount, currency, payee }) => (
              <li key={id} className="flex items-center justify-between gap-4 py-3.5">
                <span>
                  <Phrase
                    text={words.item}
                    parts={{
                      kind: <bdi>{kind}</bdi>,
                      amount: <bdi>{amount}</bdi>,
                      currency,
                      payee: <bdi>{payee}</bdi>,
                    }}
                  />
                </span>
                <TextLink href={`/approve/${id}`}>
                  {words.decide}
                  <span className="sr-only">: {payee}</span>
                </TextLink>
              </li>
            ))}
          </ul>
        )}
      </Card>
    </PageShell>
  );
}
