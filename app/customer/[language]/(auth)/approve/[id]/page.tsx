import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { Alert } from '@/app/_components/alert';
import { BackLink } from '@/app/_components/back-link';
import { ButtonLink } from '@/app/_components/button-link';
import { Card } from '@/app/_components/card';
import { DataList } from '@/app/_components/data-list';
import { describeNotFound, withNotFound } from '@/app/_components/not-found-page';
import { PageShell } from '@/app/_components/page-shell';
import { Resent } from '@/app/_components/resent';
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

type Props = { params: Promise<{ id: string }> };

/** For the title and the page: what this visitor may know of it. Null: nothing is there. No `page`: they have to sign in. */
const findApproval = cache(async (typed: string) => {
  const id = parseCodeId(typed);
  const session = await getSession();
  if (id === null || !session) return id && { id, page: null };
  const page = await getApprovalPage(getDeps(), { id, userId: session.user.id });
  return page && { id, page };
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  if (!(await findApproval((await params).id))) return describeNotFound();
  return { title: (await getWords()).approve.title, robots: { index: false } };
}

/** Exactly what the message says, and the two answers. Opening it decides nothing. */
async function ApprovePage({ params }: Props) {
  const found = await findApproval((await params).id);
  if (!found) notFound();
  const { id, page } = found;
  const language = await getPageLanguage();
  const { approve: words, verify } = await getWords();
  if (!page) {
    return (
      <PageShell>
        <Card title={words.signInTitle} intro={words.signInIntro}>
          <OneButtonForm kind="sign-in" approval={id} label={words.signIn} />
        </Card>
      </PageShell>
    );
  }
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
        {!ended && <Resent sends={page.code?.sends ?? 0} text={verify.sentAgain} />}
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

export default withNotFound(ApprovePage);
