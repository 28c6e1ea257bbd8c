import type { Metadata } from 'next';
import { BackLink } from '@/app/_components/back-link';
import { Card } from '@/app/_components/card';
import { PageShell } from '@/app/_components/page-shell';
import { Stepper } from '@/app/_components/stepper';
import { getPageLanguage, getWords } from '@/lib/web/page-words';
import { sentencesFor } from '@/lib/words/form-sentences';
import { ForgotPasswordForm } from './forgot-password-form';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getWords()).forgotPassword.title };
}

export default async function ForgotPasswordPage() {
  const { forgotPassword: words } = await getWords();
  return (
    <PageShell>
      <Card
        eyebrow={<Stepper current={1} total={4} />}
        title={words.title}
        intro={words.intro}
        footer={<BackLink href="/login">{words.back}</BackLink>}
      >
        <ForgotPasswordForm words={words} sentences={sentencesFor('identifier', await getPageLanguage())} />
      </Card>
    </PageShell>
  );
}
