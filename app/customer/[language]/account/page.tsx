import type { Metadata } from 'next';
import { Alert } from '@/app/_components/alert';
import { Badge } from '@/app/_components/badge';
import { ButtonLink } from '@/app/_components/button-link';
import { Card } from '@/app/_components/card';
import { DataList } from '@/app/_components/data-list';
import { MaskedAddress } from '@/app/_components/masked-address';
import { PageShell } from '@/app/_components/page-shell';
import { Phrase } from '@/app/_components/phrase';
import { TextLink } from '@/app/_components/text-link';
import { getAccountOverview } from '@/lib/flows/get-account-overview';
import { getDeps } from '@/lib/web/deps';
import { getWords } from '@/lib/web/page-words';
import { requireSession } from '@/lib/web/session';
import { fill } from '@/lib/words/fill';
import { PreferredChannelForm } from './preferred-channel-form';
import { SignInList } from './sign-in-list';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getWords()).account.title };
}

export default async function AccountPage() {
  const session = await requireSession('while_setting_up');
  const overview = await getAccountOverview(getDeps(), session);
  const { account: words, marks } = await getWords();
  const facts = [
    { term: words.name, detail: overview.name || words.notGiven },
    ...overview.addresses.map(({ kind, masked, verified, pending }) => ({
      term: kind === 'email' ? words.email : words.phone,
      detail: (
        <span className="flex flex-wrap items-center gap-2">
          {masked ? <MaskedAddress>{masked}</MaskedAddress> : words.none}
          {masked && (
            <Badge tone={verified ? 'success' : 'neutral'}>
              {verified ? words.verified : words.notVerified}
            </Badge>
          )}
          {pending && (
            <span className="text-sm font-normal text-muted">
              <Phrase text={words.waits} parts={{ to: <MaskedAddress>{pending}</MaskedAddress> }} />
            </span>
          )}
        </span>
      ),
      action: (
        <TextLink href={`/account/addresses/${kind}`}>
          {masked && verified && !pending ? words.change : masked || pending ? words.verify : words.add}
          <span className="sr-only"> {kind === 'email' ? words.ofEmail : words.ofPhone}</span>
        </TextLink>
      ),
    })),
    ...(overview.customerType ? [{ term: words.customerType, detail: overview.customerType }] : []),
  ];
  return (
    <PageShell
      width="wide"
      actions={
        <>
          {session.user.role !== 'customer' && (
            <ButtonLink href="/admin" variant="quiet">
              {words.console}
            </ButtonLink>
          )}
          <ButtonLink href="/account/security" variant="quiet">
            {words.security}
          </ButtonLink>
          <ButtonLink href="/logout" variant="secondary">
            {words.signOut}
          </ButtonLink>
        </>
      }
    >
      <div className="grid gap-6">
        <h1 className="text-3xl font-bold tracking-tight text-ink">
          {overview.name ? fill(words.hello, { name: overview.name }) : words.title}
        </h1>
        {overview.openApprovals > 0 && (
          <Alert
            tone="info"
            title={
              overview.openApprovals === 1
                ? words.approvalOne
                : fill(words.approvals, { n: overview.openApprovals })
            }
          >
            <TextLink href="/approve">{words.decide}</TextLink>
          </Alert>
        )}
        <Card headingLevel={2} title={words.about}>
          <DataList items={facts} />
        </Card>
        {overview.channels.length > 1 && (
          <Card headingLevel={2} title={words.codes} intro={words.codesIntro}>
            <PreferredChannelForm
              words={words}
              labels={marks.channels}
              channels={overview.channels}
              preferred={overview.preferredChannel ?? overview.channels[0]!.channel}
            />
          </Card>
        )}
        <Card
          headingLevel={2}
          title={words.signIns}
          intro={words.signInsIntro}
          footer={<TextLink href="/account/activity">{words.everything}</TextLink>}
        >
          <SignInList signIns={overview.signIns} />
        </Card>
      </div>
    </PageShell>
  );
}
