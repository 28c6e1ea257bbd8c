import type { Metadata } from 'next';
import { BackLink } from '@/app/_components/back-link';
import { Card } from '@/app/_components/card';
import { PageShell } from '@/app/_components/page-shell';
import { UnlockForm } from './unlock-form';

export const metadata: Metadata = { title: 'Turn codes on again' };

export default async function UnlockPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const { t } = await searchParams;
  return (
    <PageShell>
      <Card
        title="Turn codes on again"
        intro="Too many wrong codes were entered for your account, so we stopped taking them. Your password and your data are untouched."
        footer={<BackLink href="/login">Back to sign in</BackLink>}
      >
        <UnlockForm token={typeof t === 'string' && t.length <= 100 ? t : ''} />
      </Card>
    </PageShell>
  );
}
