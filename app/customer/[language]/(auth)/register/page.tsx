import type { Metadata } from 'next';
import { Card } from '@/app/_components/card';
import { PageShell } from '@/app/_components/page-shell';
import { TextLink } from '@/app/_components/text-link';
import { getPageLanguage } from '@/lib/web/page-words';
import { sentencesFor } from '@/lib/words/form-sentences';
import { RegisterForm } from './register-form';

export const metadata: Metadata = { title: 'Create an account' };

export default async function RegisterPage() {
  return (
    <PageShell>
      <Card
        title="Create an account"
        intro="Give us an email, a phone number, or both. A code proves that it is yours."
        footer={
          <>
            Have an account already? <TextLink href="/login">Sign in</TextLink>
          </>
        }
      >
        <RegisterForm sentences={sentencesFor('register', await getPageLanguage())} />
      </Card>
    </PageShell>
  );
}
