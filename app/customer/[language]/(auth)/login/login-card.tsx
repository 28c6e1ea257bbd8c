import { Alert } from '@/app/_components/alert';
import { Card } from '@/app/_components/card';
import { PageShell } from '@/app/_components/page-shell';
import { TextLink } from '@/app/_components/text-link';
import { getPageLanguage, getWords } from '@/lib/web/page-words';
import { sentencesFor } from '@/lib/words/form-sentences';
import { LoginForm } from './login-form';
import { PasskeySignIn } from './passkey-sign-in';

/** The sign-in page, with what has just happened elsewhere. */
export async function LoginCard({ notice }: { notice?: string }) {
  const { login } = await getWords();
  return (
    <PageShell>
      <Card
        title={login.title}
        intro={login.intro}
        footer={
          <>
            {login.newHere} <TextLink href="/register">{login.register}</TextLink>
          </>
        }
      >
        {notice && <Alert tone="success">{notice}</Alert>}
        <LoginForm words={login} sentences={sentencesFor('signIn', await getPageLanguage())} />
        <PasskeySignIn label={login.passkey} />
      </Card>
    </PageShell>
  );
}
