import type { Metadata } from 'next';
import { Card } from '@/app/_components/card';
import { PageShell } from '@/app/_components/page-shell';
import { TextLink } from '@/app/_components/text-link';
import { getPageLanguage, getWords } from '@/lib/web/page-words';
import { sentencesFor } from '@/lib/words/form-sentences';
import { RegisterForm } from './register-form';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getWords()).register.title };
}

export default async function RegisterPage() {
  const { register: words } = await getWords();
  return (
    <PageShell>
      <Card
        title={words.title}
        intro={words.intro}
        footer={
          <>
            {words.haveAccount} <TextLink href="/login">{words.signIn}</TextLink>
          </>
        }
      >
        <RegisterForm words={words} sentences={sentencesFor('register', await getPageLanguage())} />
      </Card>
    </PageShell>
  );
}
