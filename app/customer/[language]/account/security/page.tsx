import type { Metadata } from 'next';
import { Alert } from '@/app/_components/alert';
import { Badge } from '@/app/_components/badge';
import { ButtonLink } from '@/app/_components/button-link';
import { Card } from '@/app/_components/card';
import { PageShell } from '@/app/_components/page-shell';
import { getSecurityOverview } from '@/lib/flows/get-security-overview';
import { publicText } from '@/lib/schemas/public-text';
import { getDeps } from '@/lib/web/deps';
import { requireAccount } from '@/lib/web/fresh-session';
import { requireSession } from '@/lib/web/session';
import { readTrustSecret } from '@/lib/web/trust-cookie';
import { FactorSettings } from './factor-settings';
import { SessionSettings } from './session-settings';
import { StopRelease } from './stop-release';
import { TrustedDevices } from './trusted-devices';

export const metadata: Metadata = { title: 'Security' };

const time = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });

export default async function SecurityPage({
  searchParams,
}: {
  searchParams: Promise<{ done?: string | string[]; for?: string | string[] }>;
}) {
  const session = await requireSession('while_setting_up');
  const overview = await getSecurityOverview(getDeps(), await requireAccount(session), {
    sessionId: session.id,
    trustSecret: await readTrustSecret(),
  });
  const { done, for: reason } = await searchParams;
  const hasFactor = overview.backupCodesLeft !== null;
  return (
    <PageShell
      width="wide"
      actions={
        <>
          <ButtonLink href="/account" variant="quiet">
            Account
          </ButtonLink>
          <ButtonLink href="/logout" variant="secondary">
            Sign out
          </ButtonLink>
        </>
      }
    >
      <div className="grid gap-6">
        <h1 className="text-3xl font-bold tracking-tight text-ink">Security</h1>
        {(reason === 'role' || reason === 'console') && overview.lacksFactor && (
          <Alert tone="warning" title="Your role needs a second step">
            Set up a passkey, an authenticator app, or codes to your phone. Until then the other pages stay
            closed.
          </Alert>
        )}
        {overview.releaseDueAt && (
          <Card
            headingLevel={2}
            title="Your second steps are about to be turned off"
            intro={`Somebody told our support that all of them are lost. It happens on ${time.format(overview.releaseDueAt)} UTC, unless you stop it.`}
          >
            <StopRelease />
          </Card>
        )}
        {done === 'password_now_set' && <Alert tone="success">{publicText(done)}</Alert>}
        <Card
          headingLevel={2}
          title="Password"
          intro={
            overview.hasPassword
              ? 'Long is better than complicated.'
              : 'You have none: you sign in by code. You can set one.'
          }
        >
          <div>
            <ButtonLink href="/account/security/password" variant="secondary">
              {overview.hasPassword ? 'Change password' : 'Set a password'}
            </ButtonLink>
          </div>
        </Card>
        <Card
          headingLevel={2}
          title="Second step"
          intro="Asked for after your password or your first code, so that one of them alone lets nobody in."
        >
          <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
            <div className="min-w-0 max-w-xl">
              <p className="flex flex-wrap items-center gap-2 font-semibold text-ink">
                Passkeys
                <Badge tone={overview.passkeys > 0 ? 'success' : 'neutral'}>
                  {overview.passkeys > 0 ? `${overview.passkeys} on` : 'Off'}
                </Badge>
              </p>
              <p className="text-sm text-muted">
                Strongest: your device signs in for you, and no other site can use it.
              </p>
            </div>
            <ButtonLink href="/account/security/passkeys" variant="secondary">
              {overview.passkeys > 0 ? 'Manage passkeys' : 'Set up a passkey'}
            </ButtonLink>
          </div>
          <FactorSettings
            factors={overview.factors.map(({ lastUsedAt, ...factor }) => ({
              ...factor,
              usedText: lastUsedAt ? `Last used ${time.format(lastUsedAt)} UTC` : null,
            }))}
            backupCodesLeft={overview.backupCodesLeft}
          />
        </Card>
        {hasFactor && (
          <Card
            headingLevel={2}
            title="Trusted devices"
            intro="They are not asked for the second step for 30 days. A new password or another second step ends that."
          >
            <TrustedDevices
              devices={overview.trustedDevices.map(({ expiresAt, lastUsedAt: _, ...device }) => ({
                ...device,
                untilText: `Until ${time.format(expiresAt)} UTC`,
              }))}
            />
          </Card>
        )}
        <Card headingLevel={2} title="Where you are signed in" intro="End what you do not recognise.">
          <SessionSettings
            sessions={overview.sessions.map(({ lastSeenAt, createdAt: _, ...item }) => ({
              ...item,
              seenText: `Last used ${time.format(lastSeenAt)} UTC`,
            }))}
          />
        </Card>
      </div>
    </PageShell>
  );
}
