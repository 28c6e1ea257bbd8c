import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { Alert } from '@/app/_components/alert';
import { BackLink } from '@/app/_components/back-link';
import { Card } from '@/app/_components/card';
import { PageShell } from '@/app/_components/page-shell';
import { Stepper } from '@/app/_components/stepper';
import { findChannels } from '@/lib/flows/find-channels';
import { hasResetGrant } from '@/lib/flows/has-reset-grant';
import { getDeps } from '@/lib/web/deps';
import { ownerOf, readFlow } from '@/lib/web/flow-cookie';
import { getPageLanguage, getWords } from '@/lib/web/page-words';
import { sentencesFor } from '@/lib/words/form-sentences';
import { ChooseMethodForm } from './choose-method-form';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getWords()).chooseMethod.title };
}

export default async function ChooseMethodPage() {
  const flow = await readFlow();
  if (flow?.flow !== 'password_reset' || !flow.identifier) redirect('/forgot-password');
  const { chooseMethod: words } = await getWords();
  const { grant } = flow;
  const hasEnded = grant !== undefined && !(await hasResetGrant(getDeps(), grant, ownerOf(flow)));
  const channels = await findChannels(getDeps(), flow.identifier);
  return (
    <PageShell>
      <Card
        eyebrow={<Stepper current={2} total={4} />}
        title={words.title}
        intro={words.intro}
        footer={<BackLink href="/forgot-password">{words.back}</BackLink>}
      >
        {hasEnded && <Alert tone="info">{words.ended}</Alert>}
        <ChooseMethodForm
          words={words}
          sentences={sentencesFor('chooseMethod', await getPageLanguage())}
          options={channels.map(({ channel, masked }) => ({ value: channel, description: masked }))}
        />
      </Card>
    </PageShell>
  );
}
