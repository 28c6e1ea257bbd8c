import type { Metadata } from 'next';
import { Alert } from '@/app/_components/alert';
import { Badge } from '@/app/_components/badge';
import { ButtonLink } from '@/app/_components/button-link';
import { Card } from '@/app/_components/card';
import { DataList } from '@/app/_components/data-list';
import { MaskedAddress } from '@/app/_components/masked-address';
import { PageShell } from '@/app/_components/page-shell';
import { TextLink } from '@/app/_components/text-link';
import { getAccountOverview } from '@/lib/flows/get-account-overview';
import { getDeps } from '@/lib/web/deps';
import { requireSession } from '@/lib/web/session';
import { PreferredChannelForm } from './preferred-channel-form';
import { SignInList } from './sign-in-list';

export const metadata: Metadata = { title: 'Your account' };

export default async function AccountPage() {
  const session = await requireSession('while_setting_up');
  const overview = await getAccountOverview(getDeps(), session);
  const facts = [
    { term: 'Name', detail: overview.name || 'Not given' },
    ...overview.addresses.map(({ kind, masked, verified, pending }) => ({
      term: kind === 'email' ? 'Email' : 'Phone',
      detail: (
        <span className="flex flex-wrap items-center gap-2">
          {masked ? <MaskedAddress>{masked}</MaskedAddress> : 'None'}
          {masked && (
            <Badge tone={verified ? 'success' : 'neutral'}>{verified ? 'Verified' : 'Not verified'}</Badge>
          )}
          {pending && (
            <span className="text-sm font-normal text-muted">
              <MaskedAddress>{pending}</MaskedAddress> waits for its code
            </span>
          )}
        </span>
      ),
      action: (
        <TextLink href={`/account/addresses/${kind}`}>
          {masked && verified && !pending ? 'Change' : masked || pending ? 'Verify' : 'Add'}
          <span className="sr-only"> {kind}</span>
        </TextLink>
      ),
    })),
    ...(overview.customerType ? [{ term: 'Customer type', detail: overview.customerType }] : []),
  ];
  return (
    <PageShell
      width="wide"
      actions={
        <>
          {session.user.role !== 'customer' && (
            <ButtonLink href="/admin" variant="quiet">
              Console
            </ButtonLink>
          )}
          <ButtonLink href="/account/security" variant="quiet">
            Security
          </ButtonLink>
          <ButtonLink href="/logout" variant="secondary">
            Sign out
          </ButtonLink>
        </>
      }
    >
      <div className="grid gap-6">
        <h1 className="text-3xl font-bold tracking-tight text-ink">
          {overview.name ? `Hello, ${overview.name}` : 'Your account'}
        </h1>
        {overview.openApprovals > 0 && (
          <Alert tone="info">
            {overview.openApprovals === 1
              ? 'One thing waits for your approval.'
              : `${overview.openApprovals} things wait for your approval.`}{' '}
            <TextLink href="/approve">Look and decide</TextLink>
          </Alert>
        )}
        <Card headingLevel={2} title="About you">
          <DataList items={facts} />
        </Card>
        {overview.channels.length > 1 && (
          <Card headingLevel={2} title="Your codes" intro="You can still choose another way each time.">
            <PreferredChannelForm
              channels={overview.channels}
              preferred={overview.preferredChannel ?? overview.channels[0]!.channel}
            />
          </Card>
        )}
        <Card
          headingLevel={2}
          title="Latest sign-ins"
          intro="If one of these was not you, change your password now and sign out everywhere else."
          footer={<TextLink href="/account/activity">Everything that happened on your account</TextLink>}
        >
          <SignInList signIns={overview.signIns} />
        </Card>
      </div>
    </PageShell>
  );
}
