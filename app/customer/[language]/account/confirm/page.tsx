import type { Metadata } from 'next';
import { BackLink } from '@/app/_components/back-link';
import { Card } from '@/app/_components/card';
import { FactorWays } from '@/app/_components/factor-ways';
import { PageShell } from '@/app/_components/page-shell';
import { Resent } from '@/app/_components/resent';
import { findCheckWays } from '@/lib/flows/find-check-ways';
import { getChallengeView } from '@/lib/flows/get-challenge-view';
import { isChannelWay } from '@/lib/flows/second-factor-ways';
import { getDeps } from '@/lib/web/deps';
import { ownerOf, readFlow } from '@/lib/web/flow-cookie';
import { requireAccount } from '@/lib/web/fresh-session';
import { getWords } from '@/lib/web/page-words';
import { accountPath } from '@/lib/web/safe-path';
import { requireSession } from '@/lib/web/session';
import { ConfirmForm } from './confirm-form';
import { PasskeyCheck } from './passkey-check';
import { SendCheckCodeForm } from './send-check-code-form';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getWords()).confirm.title };
}

export default async function ConfirmPage({
  searchParams,
}: {
  searchParams: Promise<{ use?: string | string[]; next?: string | string[] }>;
}) {
  const account = await requireAccount(await requireSession('while_setting_up'));
  const { use, next } = await searchParams;
  const returnTo = accountPath(next);
  const ways = await findCheckWays(getDeps(), account);
  const chosen = ways.find(({ way }) => way === use) ?? ways[0];
  const flow = await readFlow();
  const isSent = flow?.flow === 'check' && flow.challengeId && flow.channel === chosen?.way;
  const view = isSent ? await getChallengeView(getDeps(), flow.challengeId!, ownerOf(flow)) : null;
  const { confirm: words, factors, verify, account: accountWords } = await getWords();
  const form = { way: chosen?.way ?? '', maskedTo: chosen?.masked ?? null, returnTo, words };
  const needsCode = chosen && isChannelWay(chosen.way);
  return (
    <PageShell>
      <Card
        title={words.title}
        intro={words.intro}
        footer={<BackLink href="/account">{accountWords.back}</BackLink>}
      >
        <Resent sends={view?.status === 'live' ? view.sends : 0} text={verify.sentAgain} />
        {!chosen && <p>{words.noWay}</p>}
        {chosen && needsCode && view?.status !== 'live' && <SendCheckCodeForm {...form} />}
        {chosen?.way === 'passkey' && <PasskeyCheck returnTo={returnTo} words={words} />}
        {chosen && chosen.way !== 'passkey' && (!needsCode || view?.status === 'live') && (
          <ConfirmForm
            key={chosen.way}
            {...form}
            factors={factors}
            challengeId={view?.id ?? null}
            username={account.email ?? account.phone ?? ''}
          />
        )}
        {needsCode && view?.status === 'live' && (
          <SendCheckCodeForm {...form} again seconds={view.resendSeconds} />
        )}
        {chosen && (
          <FactorWays
            path={`/account/confirm?next=${encodeURIComponent(returnTo)}`}
            ways={ways}
            current={chosen.way}
            words={factors}
          />
        )}
      </Card>
    </PageShell>
  );
}
