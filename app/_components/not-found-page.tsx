import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { answerStatus } from '@/lib/web/answer-status';
import { isNotFound } from '@/lib/web/is-not-found';
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

/**
 * The page, or this one where it calls notFound(), or a check of it does. What Next itself answers then is empty until its
 * scripts have run (vercel/next.js#62228), and somebody without scripts would read nothing.
 */
export function withNotFound<Props>(renderPage: (props: Props) => Promise<ReactNode>) {
  return async (props: Props): Promise<ReactNode> => {
    try {
      return await renderPage(props);
    } catch (error) {
      if (!isNotFound(error)) throw error;
      answerStatus(404);
      return <NotFoundPage />;
    }
  };
}
