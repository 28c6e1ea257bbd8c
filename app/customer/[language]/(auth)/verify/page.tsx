import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { BackLink } from '@/app/_components/back-link';
import { Card } from '@/app/_components/card';
import { PageShell } from '@/app/_components/page-shell';
import { Stepper } from '@/app/_components/stepper';
import type { ChallengeStatus } from '@/lib/codes/challenge';
import { getChallengeView } from '@/lib/flows/get-challenge-view';
import { getDeliveryProgress } from '@/lib/flows/get-delivery-progress';
import { publicText } from '@/lib/schemas/public-text';
import { getDeps } from '@/lib/web/deps';
import { flowStart, ownerOf, readFlow } from '@/lib/web/flow-cookie';
import { getPageLanguage } from '@/lib/web/page-words';
import { sentencesFor } from '@/lib/words/form-sentences';
import { DeliveryStatus } from './delivery-status';
import { VerifyForm } from './verify-form';

export const metadata: Metadata = { title: 'Enter your code' };

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
  return (
    <PageShell>
      <Card
        eyebrow={isReset ? <Stepper current={3} total={4} /> : undefined}
        title="Enter your code"
        intro={
          <>
            {isAboutAnAccount ? 'If there is an account for it, a' : 'A'} {view.length}-digit code is on its
            way to{' '}
            <strong className="font-semibold text-ink" dir="ltr">
              {flow.maskedTo}
            </strong>
            . It works for {view.lifeMinutes} minutes.
          </>
        }
        footer={
          <BackLink href={isReset ? '/choose-method' : flowStart(flow)}>
            {isReset ? 'Send it another way' : 'Use another email or phone'}
          </BackLink>
        }
      >
        {progress && (
          <DeliveryStatus
            key={`${view.id} ${view.sends}`}
            initial={progress}
            elsewhereHref={isReset ? '/choose-method' : flowStart(flow)}
          />
        )}
        <VerifyForm
          sentences={sentencesFor('code', await getPageLanguage())}
          key={view.sends}
          view={{ ...view, endedText: endedText(view.status) }}
          startHref={flowStart(flow)}
        />
      </Card>
    </PageShell>
  );
}

function endedText(status: ChallengeStatus): string | undefined {
  if (status === 'live') return undefined;
  const texts = {
    used: 'code_used',
    canceled: 'code_expired',
    expired: 'code_expired',
    exhausted: 'too_many_attempts',
  } as const;
  return publicText(texts[status]);
}
