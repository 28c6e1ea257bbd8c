import type { Metadata } from 'next';
import { getWords } from '@/lib/web/page-words';
import { LinkPage, type LinkVisit } from '../_link/link-page';
import { unlockAction } from './actions';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getWords()).unlock.title };
}

export default async function UnlockPage({ searchParams }: LinkVisit) {
  return <LinkPage searchParams={searchParams} action={unlockAction} words={(await getWords()).unlock} />;
}
