import type { Metadata } from 'next';
import { BackLink } from '@/app/_components/back-link';
import { Card } from '@/app/_components/card';
import { PageShell } from '@/app/_components/page-shell';
import { UndoForm } from './undo-form';

export const metadata: Metadata = { title: 'Put your address back' };

export default async function UndoPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const { t } = await searchParams;
  return (
    <PageShell>
      <Card
        title="Put your address back"
        intro="The address of your account was changed. If it was not you, take the change back: everybody who is signed in to your account is signed out."
        footer={<BackLink href="/login">Back to sign in</BackLink>}
      >
        <UndoForm token={typeof t === 'string' && t.length <= 100 ? t : ''} />
      </Card>
    </PageShell>
  );
}
