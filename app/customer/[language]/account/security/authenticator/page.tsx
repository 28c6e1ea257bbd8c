import type { Metadata } from 'next';
import { BackLink } from '@/app/_components/back-link';
import { Card } from '@/app/_components/card';
import { PageShell } from '@/app/_components/page-shell';
import { getAuthenticatorSetup } from '@/lib/flows/get-authenticator-setup';
import { getDeps } from '@/lib/web/deps';
import { requireAccount, requireFreshSession } from '@/lib/web/fresh-session';
import { AuthenticatorForm } from './authenticator-form';
import { QrCode } from './qr-code';

export const metadata: Metadata = { title: 'Set up an authenticator app' };

export default async function AuthenticatorPage() {
  const session = await requireFreshSession('/account/security/authenticator');
  const setup = await getAuthenticatorSetup(getDeps(), await requireAccount(session));
  return (
    <PageShell>
      <Card title="Authenticator app" footer={<BackLink href="/account/security">Back to security</BackLink>}>
        <AuthenticatorForm secret={setup?.secret ?? null} qrCode={setup && <QrCode text={setup.uri} />} />
      </Card>
    </PageShell>
  );
}
