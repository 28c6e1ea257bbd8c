import type { Metadata } from 'next';
import { getWords } from '@/lib/web/page-words';
import { ButtonLink } from './button-link';
import { Card } from './card';
import { PageShell } from './page-shell';

export async function describeNotFound(): Promise<Metadata> {
  return { title: (await getWords()).notFound.title, robots: { index: false } };
}

/** An address that leads nowhere, or to something that this visitor may not know of. */
export async function NotFoundPage() {
  const { notFound } = await getWords();
  return (
    <PageShell>
      <Card title={notFound.heading} intro={notFound.intro}>
        <div className="grid gap-3">
          <ButtonLink href="/" fullWidth>
            {notFound.home}
          </ButtonLink>
          <ButtonLink href="/login" variant="secondary" fullWidth>
            {notFound.signIn}
          </ButtonLink>
        </div>
      </Card>
    </PageShell>
  );
}
