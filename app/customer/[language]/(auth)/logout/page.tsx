import type { Metadata } from 'next';
import { BackLink } from '@/app/_components/back-link';
import { Card } from '@/app/_components/card';
import { PageShell } from '@/app/_components/page-shell';
import { SignOutForm } from './sign-out-form';

export const metadata: Metadata = { title: 'Sign out' };

export default function LogoutPage() {
  return (
    <PageShell>
      <Card
        title="Sign out"
        intro="You will need a code or your password to come back."
        footer={<BackLink href="/account">Stay signed in</BackLink>}
      >
        <SignOutForm />
      </Card>
    </PageShell>
  );
}
