import type { Metadata } from 'next';
import { BackLink } from '@/app/_components/back-link';
import { Card } from '@/app/_components/card';
import { FactorWays } from '@/app/_components/factor-ways';
import { PageShell } from '@/app/_components/page-shell';
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

export const metadata: Metadata = { title: 'Confirm that it is you' };

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
  const form = { way: chosen?.way ?? '', maskedTo: chosen?.masked ?? null, returnTo };
  const { factors } = await getWords();
  const needsCode = chosen && isChannelWay(chosen.way);
  return (
    <PageShell>
      <Card
        title="Confirm that it is you"
        intro="You are about to change how your account is protected."
        footer={<BackLink href="/account">Back to your account</BackLink>}
      >
        {!chosen && <p>Add a password or prove an address first.</p>}
        {chosen && needsCode && view?.status !== 'live' && <SendCheckCodeForm {...form} />}
        {chosen?.way === 'passkey' && <PasskeyCheck returnTo={returnTo} />}
        {chosen && chosen.way !== 'passkey' && (!needsCode || view?.status === 'live') && (
          <ConfirmForm
            key={chosen.way}
            {...form}
            challengeId={view?.id ?? null}
            factors={factors}
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
