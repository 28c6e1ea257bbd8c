import type { Metadata } from 'next';
import { BackLink } from '@/app/_components/back-link';
import { Card } from '@/app/_components/card';
import { PageShell } from '@/app/_components/page-shell';
import { NotMeForm } from './not-me-form';

export const metadata: Metadata = { title: 'This wasn’t me', robots: { index: false } };

export default async function NotMePage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const { t } = await searchParams;
  return (
    <PageShell>
      <Card
        title="This wasn’t you?"
        intro="You got a message from us about something that you did not do. Tell us, and the code in it stops working."
        footer={<BackLink href="/login">Back to sign in</BackLink>}
      >
        <NotMeForm token={typeof t === 'string' && t.length <= 100 ? t : ''} />
      </Card>
    </PageShell>
  );
}
