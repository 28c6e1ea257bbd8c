import type { Metadata } from 'next';
import { BackLink } from '@/app/_components/back-link';
import { Card } from '@/app/_components/card';
import { PageShell } from '@/app/_components/page-shell';
import { findFactorKinds } from '@/lib/flows/find-factor-kinds';
import { getDeps } from '@/lib/web/deps';
import { requireAccount, requireFreshSession } from '@/lib/web/fresh-session';
import { getPageLanguage, getWords } from '@/lib/web/page-words';
import { passwordMinLength } from '@/lib/web/password-rules';
import { requireSession } from '@/lib/web/session';
import { sentencesFor } from '@/lib/words/form-sentences';
import { PasswordForm } from './password-form';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getWords()).password.title };
}

export default async function PasswordPage() {
  const account = await requireAccount(await requireSession('while_setting_up'));
  const hasPassword = account.passwordHash !== null;
  const kinds = await findFactorKinds(getDeps(), account.id);
  if (!hasPassword || kinds.length > 0) await requireFreshSession('/account/security/password');
  const { password: words } = await getWords();
  return (
    <PageShell>
      <Card
        title={hasPassword ? words.change : words.set}
        intro={words.intro}
        footer={<BackLink href="/account/security">{words.back}</BackLink>}
      >
        <PasswordForm
          words={words}
          sentences={sentencesFor('newPassword', await getPageLanguage())}
          hasPassword={hasPassword}
          username={account.email ?? account.phone ?? ''}
          minLength={passwordMinLength()}
          ownWords={[account.name, account.email ?? '', account.phone ?? ''].filter(Boolean)}
        />
      </Card>
    </PageShell>
  );
}
