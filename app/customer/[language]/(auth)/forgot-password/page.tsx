import type { Metadata } from 'next';
import { BackLink } from '@/app/_components/back-link';
import { Card } from '@/app/_components/card';
import { PageShell } from '@/app/_components/page-shell';
import { Stepper } from '@/app/_components/stepper';
import { getPageLanguage } from '@/lib/web/page-words';
import { sentencesFor } from '@/lib/words/form-sentences';
import { ForgotPasswordForm } from './forgot-password-form';

export const metadata: Metadata = { title: 'Forgot your password?' };

export default async function ForgotPasswordPage() {
  return (
    <PageShell>
      <Card
        eyebrow={<Stepper current={1} total={4} />}
        title="Forgot your password?"
        intro="Tell us the email address or phone number of your account. We will send a code to it."
        footer={<BackLink href="/login">Back to sign in</BackLink>}
      >
        <ForgotPasswordForm sentences={sentencesFor('identifier', await getPageLanguage())} />
      </Card>
    </PageShell>
  );
}
