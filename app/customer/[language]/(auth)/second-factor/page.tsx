import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { BackLink } from '@/app/_components/back-link';
import { Card } from '@/app/_components/card';
import { FactorWays } from '@/app/_components/factor-ways';
import { PageShell } from '@/app/_components/page-shell';
import { Resent } from '@/app/_components/resent';
import { getChallengeView } from '@/lib/flows/get-challenge-view';
import { getSecondFactorStep } from '@/lib/flows/get-second-factor-step';
import { isChannelWay } from '@/lib/flows/second-factor-ways';
import { getDeps } from '@/lib/web/deps';
import { flowStart, ownerOf, readFlow } from '@/lib/web/flow-cookie';
import { getPageLanguage, getWords } from '@/lib/web/page-words';
import { sentence } from '@/lib/words/sentence';
import { PasskeyStep } from './passkey-step';
import { SecondFactorForm } from './second-factor-form';
import { SendFactorCodeForm } from './send-factor-code-form';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getWords()).secondFactor.title };
}

export default async function SecondFactorPage({
  searchParams,
}: {
  searchParams: Promise<{ use?: string | string[] }>;
}) {
  const flow = await readFlow();
  if (flow?.flow !== 'second_factor' || !flow.grant) redirect(flowStart(flow));
  const owner = ownerOf(flow);
  const step = await getSecondFactorStep(getDeps(), { grant: flow.grant, owner });
  if (!step) redirect('/login');
  const { use } = await searchParams;
  const chosen = step.ways.find(({ way }) => way === use) ?? step.ways[0];
  const view =
    chosen && isChannelWay(chosen.way) && flow.challengeId && flow.channel === chosen.way
      ? await getChallengeView(getDeps(), flow.challengeId, owner)
      : null;
  const seconds = view?.resendSeconds ?? 0;
  const wait = seconds > 0 ? sentence(await getPageLanguage(), 'too_soon', { seconds }) : undefined;
  const { secondFactor: words, factors, verify } = await getWords();
  const footer = <BackLink href="/login">{words.back}</BackLink>;
  if (!chosen) {
    return (
      <PageShell>
        <Card title={words.title} footer={footer}>
          <p>{words.noWay}</p>
        </Card>
      </PageShell>
    );
  }
  return (
    <PageShell>
      <Card title={words.title} intro={words.intro} footer={footer}>
        <Resent sends={view?.status === 'live' ? view.sends : 0} text={verify.sentAgain} />
        {chosen.way === 'passkey' ? (
          <PasskeyStep words={words} />
        ) : isChannelWay(chosen.way) && view?.status !== 'live' ? (
          <SendFactorCodeForm way={chosen.way} maskedTo={chosen.masked ?? ''} words={words} />
        ) : (
          <SecondFactorForm
            key={chosen.way}
            way={chosen.way}
            maskedTo={chosen.masked}
            challengeId={view?.id ?? null}
            words={words}
            factors={factors}
            username={flow.identifier?.address ?? ''}
          />
        )}
        {isChannelWay(chosen.way) && view?.status === 'live' && (
          <SendFactorCodeForm
            way={chosen.way}
            again
            wait={wait}
            maskedTo={chosen.masked ?? ''}
            words={words}
          />
        )}
        <FactorWays path="/second-factor" ways={step.ways} current={chosen.way} words={factors} />
      </Card>
    </PageShell>
  );
}
