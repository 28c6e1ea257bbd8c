import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { BackLink } from '@/app/_components/back-link';
import { Card } from '@/app/_components/card';
import { PageShell } from '@/app/_components/page-shell';
import { findFactorKinds } from '@/lib/flows/find-factor-kinds';
import { getAuthenticatorSetup } from '@/lib/flows/get-authenticator-setup';
import { getDeps } from '@/lib/web/deps';
import { requireAccount, requireFreshSession } from '@/lib/web/fresh-session';
import { getWords } from '@/lib/web/page-words';
import { AuthenticatorForm } from './authenticator-form';
import { QrCode } from './qr-code';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getWords()).authenticator.title };
}

export default async function AuthenticatorPage() {
  const session = await requireFreshSession('/account/security/authenticator');
  const account = await requireAccount(session);
  const setup = await getAuthenticatorSetup(getDeps(), account);
  // Nobody is told that an app is on that was never set up.
  if (!setup && !(await findFactorKinds(getDeps(), account.id)).includes('totp'))
    redirect('/account/security');
  const { authenticator: words } = await getWords();
  return (
    <PageShell>
      <Card title={words.heading} footer={<BackLink href="/account/security">{words.back}</BackLink>}>
        <AuthenticatorForm
          secret={setup?.secret ?? null}
          qrCode={setup && <QrCode text={setup.uri} label={words.qrCode} />}
          words={words}
        />
      </Card>
    </PageShell>
  );
}
