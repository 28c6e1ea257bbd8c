import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { Card } from '@/app/_components/card';
import { PageShell } from '@/app/_components/page-shell';
import { Stepper } from '@/app/_components/stepper';
import { hasResetGrant, resetMinutes } from '@/lib/flows/has-reset-grant';
import { getDeps } from '@/lib/web/deps';
import { ownerOf, readFlow } from '@/lib/web/flow-cookie';
import { getPageLanguage, getWords } from '@/lib/web/page-words';
import { passwordMinLength } from '@/lib/web/password-rules';
import { fill } from '@/lib/words/fill';
import { sentencesFor } from '@/lib/words/form-sentences';
import { ResetPasswordForm } from './reset-password-form';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getWords()).resetPassword.title };
}

export default async function ResetPasswordPage() {
  const flow = await readFlow();
  if (flow?.flow !== 'password_reset' || !flow.grant) redirect('/forgot-password');
  // There the same address gets another code with one press.
  if (!(await hasResetGrant(getDeps(), flow.grant, ownerOf(flow)))) redirect('/choose-method');
  const { resetPassword: words } = await getWords();
  return (
    <PageShell>
      <Card
        eyebrow={<Stepper current={4} total={4} />}
        title={words.title}
        intro={fill(words.intro, { minutes: resetMinutes })}
      >
        <ResetPasswordForm
          words={{ ...words, passwordHint: fill(words.passwordHint, { n: passwordMinLength() }) }}
          sentences={sentencesFor('newPassword', await getPageLanguage())}
          username={flow.identifier?.address ?? ''}
        />
      </Card>
    </PageShell>
  );
}
