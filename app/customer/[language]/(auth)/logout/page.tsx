import type { Metadata } from 'next';
import { BackLink } from '@/app/_components/back-link';
import { Card } from '@/app/_components/card';
import { PageShell } from '@/app/_components/page-shell';
import { getWords } from '@/lib/web/page-words';
import { SignOutForm } from './sign-out-form';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getWords()).logout.title };
}

export default async function LogoutPage() {
  const { logout: words } = await getWords();
  return (
    <PageShell>
      <Card
        title={words.title}
        intro={words.intro}
        footer={<BackLink href="/account">{words.stay}</BackLink>}
      >
        <SignOutForm label={words.submit} />
      </Card>
    </PageShell>
  );
}
