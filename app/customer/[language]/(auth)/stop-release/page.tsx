import type { Metadata } from 'next';
import { getWords } from '@/lib/web/page-words';
import { LinkPage, type LinkVisit } from '../_link/link-page';
import { stopReleaseAction } from './actions';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getWords()).stopRelease.title };
}

export default async function StopReleasePage({ searchParams }: LinkVisit) {
  return (
    <LinkPage searchParams={searchParams} action={stopReleaseAction} words={(await getWords()).stopRelease} />
  );
}
