import type { Metadata } from 'next';
import { CheckboxField } from '@/app/_components/checkbox-field';
import { getWords } from '@/lib/web/page-words';
import { LinkPage, type LinkVisit } from '../_link/link-page';
import { notMeAction } from './actions';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getWords()).notMe.title, robots: { index: false } };
}

export default async function NotMePage({ searchParams }: LinkVisit) {
  const { notMe: words } = await getWords();
  return (
    <LinkPage searchParams={searchParams} action={notMeAction} words={words}>
      <CheckboxField name="endSessions" label={words.endSessions} hint={words.endSessionsHint} />
    </LinkPage>
  );
}
