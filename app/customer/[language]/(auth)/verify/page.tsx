import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { BackLink } from '@/app/_components/back-link';
import { Card } from '@/app/_components/card';
import { PageShell } from '@/app/_components/page-shell';
import { Phrase } from '@/app/_components/phrase';
import { Stepper } from '@/app/_components/stepper';
import type { ChallengeStatus } from '@/lib/codes/challenge';
import { getChallengeView } from '@/lib/flows/get-challenge-view';
import { getDeliveryProgress } from '@/lib/flows/get-delivery-progress';
import type { PublicText } from '@/lib/schemas/public-text';
import { getDeps } from '@/lib/web/deps';
import { flowStart, ownerOf, readFlow } from '@/lib/web/flow-cookie';
import { getPageLanguage, getWords } from '@/lib/web/page-words';
import { describeProgress } from '@/lib/words/describe-progress';
import { sentencesFor } from '@/lib/words/form-sentences';
import { sentence } from '@/lib/words/sentence';
import { DeliveryStatus } from './delivery-status';
import { VerifyForm } from './verify-form';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getWords()).verify.title };
}

export default async function VerifyPage() {
  const flow = await readFlow();
  if (flow?.flow === 'second_factor') redirect('/second-factor');
  if (!flow?.challengeId || flow.flow === 'check') redirect(flowStart(flow));
  const view = await getChallengeView(getDeps(), flow.challengeId, ownerOf(flow));
  if (!view) redirect(flowStart(flow));
  const progress =
    view.status === 'live' ? await getDeliveryProgress(getDeps(), flow.challengeId, ownerOf(flow)) : null;
  const isReset = flow.flow === 'password_reset';
  const isAboutAnAccount = isReset || flow.flow === 'login';
  const language = await getPageLanguage();
  const { verify: words } = await getWords();
  const to = (
    <strong className="font-semibold text-ink" dir="ltr">
      {flow.maskedTo}
    </strong>
  );
  const ended = endedText(view.status);
  return (
    <PageShell>
      <Card
        eyebrow={isReset ? <Stepper current={3} total={4} /> : undefined}
        title={words.title}
        intro={
          <Phrase
            text={isAboutAnAccount ? words.introAccount : words.intro}
            parts={{ length: view.length, to, minutes: view.lifeMinutes }}
          />
        }
        footer={
          <BackLink href={isReset ? '/choose-method' : flowStart(flow)}>
            {isReset ? words.otherWay : words.otherAddress}
          </BackLink>
        }
      >
        {progress && (
          <DeliveryStatus
            key={`${view.id} ${view.sends}`}
            initial={progress}
            texts={describeProgress(language, progress.channel)}
            words={words}
            elsewhereHref={isReset ? '/choose-method' : flowStart(flow)}
          />
        )}
        <VerifyForm
          words={words}
          sentences={sentencesFor('code', language)}
          key={view.sends}
          view={{
            ...view,
            endedText: ended && sentence(language, ended),
            leftText: sentence(language, 'attempts_left', { n: view.attemptsLeft }),
          }}
          startHref={flowStart(flow)}
        />
      </Card>
    </PageShell>
  );
}

function endedText(status: ChallengeStatus): PublicText | undefined {
  if (status === 'live') return undefined;
  const texts = {
    used: 'code_used',
    canceled: 'code_expired',
    expired: 'code_expired',
    exhausted: 'too_many_attempts',
  } as const;
  return texts[status];
}
