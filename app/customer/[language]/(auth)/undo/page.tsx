import type { Metadata } from 'next';
import { getWords } from '@/lib/web/page-words';
import { LinkPage, type LinkVisit } from '../_link/link-page';
import { undoAction } from './actions';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getWords()).undo.title };
}

export default async function UndoPage({ searchParams }: LinkVisit) {
  return <LinkPage searchParams={searchParams} action={undoAction} words={(await getWords()).undo} />;
}
