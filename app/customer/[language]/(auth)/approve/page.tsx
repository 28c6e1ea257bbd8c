import type { Metadata } from 'next';
import { BackLink } from '@/app/_components/back-link';
import { Card } from '@/app/_components/card';
import { PageShell } from '@/app/_components/page-shell';
import { TextLink } from '@/app/_components/text-link';
import { findOpenApprovals } from '@/lib/flows/find-open-approvals';
import { getDeps } from '@/lib/web/deps';
import { requireSession } from '@/lib/web/session';

export const metadata: Metadata = { title: 'To approve' };

/** What waits for the customer's answer. */
export default async function ApprovalsPage() {
  const { user } = await requireSession();
  const waiting = await findOpenApprovals(getDeps(), user.id);
  return (
    <PageShell>
      <Card
        title="To approve"
        intro={waiting.length === 0 ? 'Nothing waits for your approval.' : undefined}
        footer={<BackLink href="/account">Back to your account</BackLink>}
      >
        {waiting.length > 0 && (
          <ul className="divide-y divide-line">
            {waiting.map(({ id, kind, amount, currency, payee }) => (
              <li key={id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-3.5">
                <span>
                  {kind}: {amount} {currency} to <bdi>{payee}</bdi>
                </span>
                <TextLink href={`/approve/${id}`}>
                  Decide<span className="sr-only">: {payee}</span>
                </TextLink>
              </li>
            ))}
          </ul>
        )}
      </Card>
    </PageShell>
  );
}
