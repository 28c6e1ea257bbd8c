import type { ReactNode } from 'react';
import { BackLink } from '@/app/_components/back-link';
import { Card } from '@/app/_components/card';
import { PageShell } from '@/app/_components/page-shell';
import { LinkForm, type LinkFormProps } from './link-form';

/** What Next gives a page that a link of a message leads to: `t` is the link's token. */
export interface LinkVisit {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export interface LinkPageProps extends LinkVisit {
  action: LinkFormProps['action'];
  words: { title: string; heading?: string; intro: string; submit: string; next?: string; back: string };
  /** Further fields of the form. */
  children?: ReactNode;
}

/** The page behind a link in a message. Opening it does nothing, since scanners of mail open links, too: its button does. */
export async function LinkPage({ searchParams, action, words, children }: LinkPageProps) {
  const { t } = await searchParams;
  return (
    <PageShell>
      <Card
        title={words.heading ?? words.title}
        intro={words.intro}
        footer={<BackLink href="/login">{words.back}</BackLink>}
      >
        <LinkForm
          action={action}
          token={typeof t === 'string' && t.length <= 100 ? t : ''}
          submit={words.submit}
          next={words.next}
        >
          {children}
        </LinkForm>
      </Card>
    </PageShell>
  );
}
