import { Alert } from '@/app/_components/alert';
import { Card } from '@/app/_components/card';
import { PageShell } from '@/app/_components/page-shell';
import { TextLink } from '@/app/_components/text-link';
import { LoginForm } from './login-form';
import { PasskeySignIn } from './passkey-sign-in';

/** The sign-in page, with what has just happened elsewhere. */
export function LoginCard({ notice }: { notice?: string }) {
  return (
    <PageShell>
      <Card
        title="Sign in"
        intro="With your password, or without: we can send you a code."
        footer={
          <>
            New here? <TextLink href="/register">Create an account</TextLink>
          </>
        }
      >
        {notice && <Alert tone="success">{notice}</Alert>}
        <LoginForm />
        <PasskeySignIn />
      </Card>
    </PageShell>
  );
}
