import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Alert } from '@/app/_components/alert';
import { BackLink } from '@/app/_components/back-link';
import { ButtonLink } from '@/app/_components/button-link';
import { Card } from '@/app/_components/card';
import { DataList } from '@/app/_components/data-list';
import { PageShell } from '@/app/_components/page-shell';
import { getApprovalPage } from '@/lib/flows/get-approval-page';
import { parseCodeId } from '@/lib/web/code-id';
import { getDeps } from '@/lib/web/deps';
import { getPageLanguage, getWords } from '@/lib/web/page-words';
import { getSession } from '@/lib/web/session';
import { sentence } from '@/lib/words/sentence';
import { ApproveForm } from './approve-form';
import { describeCode } from './describe-code';
import { endings } from './endings';
import { OneButtonForm } from './one-button-form';
import { PasskeyApproval } from './passkey-approval';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getWords()).approve.title, robots: { index: false } };
}

/** Exactly what the message says, and the two answers. Opening it decides nothing. */
export default async function ApprovePage({ params }: { params: Promise<{ id: string }> }) {
  const id = parseCodeId((await params).id);
  if (id === null) notFound();
  const language = await getPageLanguage();
  const { approve: words } = await getWords();
  const session = await getSession();
  if (!session) {
    return (
      <PageShell>
        <Card title={words.signInTitle} intro={words.signInIntro}>
          <OneButtonForm kind="sign-in" approval={id} label={words.signIn} />
        </Card>
      </PageShell>
    );
  }
  const page = await getApprovalPage(getDeps(), { id, userId: session.user.id });
  if (!page) notFound();
  const items = [
    { term: words.amount, detail: <bdi>{`${page.amount} ${page.currency}`}</bdi> },
    { term: words.payee, detail: <bdi>{page.payee}</bdi> },
    { term: words.kind, detail: <bdi>{page.kind}</bdi> },
    ...(page.text ? [{ term: words.text, detail: <bdi>{page.text}</bdi> }] : []),
    ...(page.askedBy ? [{ term: words.askedBy, detail: <bdi>{page.askedBy}</bdi> }] : []),
  ];
  const ended = page.status === 'pending' ? null : endings[page.status];
  return (
    <PageShell>
      <Card
        title={ended ? words.ended[ended.title] : words.heading}
        intro={ended ? undefined : words.intro}
        footer={<BackLink href="/account">{words.back}</BackLink>}
      >
        {ended && <Alert tone={ended.tone}>{sentence(language, ended.text)}</Alert>}
        {page.status !== 'void' && <DataList items={items} />}
        {!ended && page.code && (
          <ApproveForm
            key={page.code.sends}
            approval={id}
            maskedTo={page.maskedTo}
            code={describeCode(language, page.code)}
            words={words}
          />
        )}
        {!ended && page.canUsePasskey && <PasskeyApproval approval={id} label={words.passkey} />}
        {!ended && <OneButtonForm kind="deny" approval={id} label={words.deny} />}
        {page.isDemo && page.status === 'approved' && (
          <ButtonLink href={`/demo/transfer?approval=${id}`} fullWidth>
            {words.shop}
          </ButtonLink>
        )}
      </Card>
    </PageShell>
  );
}
