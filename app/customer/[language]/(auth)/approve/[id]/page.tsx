import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Alert } from '@/app/_components/alert';
import { BackLink } from '@/app/_components/back-link';
import { ButtonLink } from '@/app/_components/button-link';
import { Card } from '@/app/_components/card';
import { DataList } from '@/app/_components/data-list';
import { PageShell } from '@/app/_components/page-shell';
import { getApprovalPage } from '@/lib/flows/get-approval-page';
import { parseCodeId } from '@/lib/web/code-id';
import { getDeps } from '@/lib/web/deps';
import { getSession } from '@/lib/web/session';
import { ApproveForm } from './approve-form';
import { endedTexts } from './ended-texts';
import { OneButtonForm } from './one-button-form';
import { PasskeyApproval } from './passkey-approval';

export const metadata: Metadata = { title: 'Approve', robots: { index: false } };

/** Exactly what the message says, and the two answers. Opening it decides nothing. */
export default async function ApprovePage({ params }: { params: Promise<{ id: string }> }) {
  const id = parseCodeId((await params).id);
  if (id === null) notFound();
  const session = await getSession();
  if (!session) {
    return (
      <PageShell>
        <Card title="Sign in to approve" intro="What you are asked to approve is shown to you only.">
          <OneButtonForm kind="sign-in" approval={id} />
        </Card>
      </PageShell>
    );
  }
  const page = await getApprovalPage(getDeps(), { id, userId: session.user.id });
  if (!page) notFound();
  const items = [
    { term: 'Amount', detail: `${page.amount} ${page.currency}` },
    { term: 'Payee', detail: page.payee },
    { term: 'What', detail: page.kind },
    ...(page.text ? [{ term: 'Details', detail: page.text }] : []),
    ...(page.askedBy ? [{ term: 'Asked by', detail: page.askedBy }] : []),
  ];
  const ended = page.status === 'pending' ? null : endedTexts[page.status];
  return (
    <PageShell>
      <Card
        title={ended ? ended.title : 'Do you approve this?'}
        intro={ended ? undefined : 'Approve it only if you know about it and every word is right.'}
        footer={<BackLink href="/account">Back to your account</BackLink>}
      >
        {ended && <Alert tone={ended.tone}>{ended.text}</Alert>}
        {page.status !== 'void' && <DataList items={items} />}
        {!ended && page.code && (
          <ApproveForm key={page.code.sends} approval={id} maskedTo={page.maskedTo} code={page.code} />
        )}
        {!ended && page.canUsePasskey && <PasskeyApproval approval={id} />}
        {!ended && <OneButtonForm kind="deny" approval={id} />}
        {page.isDemo && page.status === 'approved' && (
          <ButtonLink href={`/demo/transfer?approval=${id}`} fullWidth>
            Back to the shop
          </ButtonLink>
        )}
      </Card>
    </PageShell>
  );
}
