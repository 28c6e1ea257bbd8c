import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Alert } from '@/app/_components/alert';
import { BackLink } from '@/app/_components/back-link';
import { Card } from '@/app/_components/card';
import { describeNotFound, withNotFound } from '@/app/_components/not-found-page';
import { PageShell } from '@/app/_components/page-shell';
import { getApprovalPage } from '@/lib/flows/get-approval-page';
import { parseCodeId } from '@/lib/web/code-id';
import { isDemoMode } from '@/lib/web/demo-mode';
import { getDeps } from '@/lib/web/deps';
import { requireSession } from '@/lib/web/session';
import { ExecuteForm } from './execute-form';
import { TransferForm } from './transfer-form';

export async function generateMetadata(): Promise<Metadata> {
  return isDemoMode() ? { title: 'A transfer, for show', robots: { index: false } } : describeNotFound();
}

export const dynamic = 'force-dynamic';

/** Demo mode only: another application that asks for an approval. No money moves. */
async function TransferPage({ searchParams }: { searchParams: Promise<{ approval?: string | string[] }> }) {
  if (!isDemoMode()) notFound();
  const { user } = await requireSession();
  const { approval } = await searchParams;
  const id = parseCodeId(typeof approval === 'string' ? approval : undefined);
  const page = id ? await getApprovalPage(getDeps(), { id, userId: user.id }) : null;
  return (
    <PageShell>
      <Card
        title="A transfer, for show"
        intro="This page stands for another application. It asks for your approval, and no money moves."
        footer={<BackLink href="/account">Back to your account</BackLink>}
      >
        {page?.status === 'executed' && <Alert tone="success">Done, once. The receipt is used up.</Alert>}
        {page?.status === 'approved' ? <ExecuteForm approval={page.id} /> : <TransferForm />}
      </Card>
    </PageShell>
  );
}

export default withNotFound(TransferPage);
