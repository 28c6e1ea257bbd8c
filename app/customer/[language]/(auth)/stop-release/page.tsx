import type { Metadata } from 'next';
import { BackLink } from '@/app/_components/back-link';
import { Card } from '@/app/_components/card';
import { PageShell } from '@/app/_components/page-shell';
import { StopReleaseForm } from './stop-release-form';

export const metadata: Metadata = { title: 'Keep your second step' };

export default async function StopReleasePage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const { t } = await searchParams;
  return (
    <PageShell>
      <Card
        title="Keep your second step"
        intro="Somebody told our support that every second step of your account is lost, and asked to turn them off. If it was not you, stop it."
        footer={<BackLink href="/login">Back to sign in</BackLink>}
      >
        <StopReleaseForm token={typeof t === 'string' && t.length <= 100 ? t : ''} />
      </Card>
    </PageShell>
  );
}
