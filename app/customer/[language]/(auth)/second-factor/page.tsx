import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { BackLink } from '@/app/_components/back-link';
import { Card } from '@/app/_components/card';
import { FactorWays } from '@/app/_components/factor-ways';
import { PageShell } from '@/app/_components/page-shell';
import { getChallengeView } from '@/lib/flows/get-challenge-view';
import { getSecondFactorStep } from '@/lib/flows/get-second-factor-step';
import { isChannelWay } from '@/lib/flows/second-factor-ways';
import { getDeps } from '@/lib/web/deps';
import { flowStart, ownerOf, readFlow } from '@/lib/web/flow-cookie';
import { PasskeyStep } from './passkey-step';
import { SecondFactorForm } from './second-factor-form';
import { SendFactorCodeForm } from './send-factor-code-form';

export const metadata: Metadata = { title: 'Second step' };

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
  const footer = <BackLink href="/login">Back to sign in</BackLink>;
  if (!chosen) {
    return (
      <PageShell>
        <Card title="Second step" footer={footer}>
          <p>
            Your account wants a second proof besides the address that your code went to. Sign in another way:
            with your password, or with a code to your other address.
          </p>
        </Card>
      </PageShell>
    );
  }
  return (
    <PageShell>
      <Card title="Second step" intro="Your account asks for a second proof that it is you." footer={footer}>
        {chosen.way === 'passkey' ? (
          <PasskeyStep />
        ) : isChannelWay(chosen.way) && view?.status !== 'live' ? (
          <SendFactorCodeForm way={chosen.way} maskedTo={chosen.masked ?? ''} />
        ) : (
          <SecondFactorForm
            key={chosen.way}
            way={chosen.way}
            maskedTo={chosen.masked}
            challengeId={view?.id ?? null}
            username={flow.identifier?.address ?? ''}
          />
        )}
        {isChannelWay(chosen.way) && view?.status === 'live' && (
          <SendFactorCodeForm
            way={chosen.way}
            again
            seconds={view.resendSeconds}
            maskedTo={chosen.masked ?? ''}
          />
        )}
        <FactorWays path="/second-factor" ways={step.ways} current={chosen.way} />
      </Card>
    </PageShell>
  );
}
