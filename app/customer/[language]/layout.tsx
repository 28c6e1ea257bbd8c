import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { Document } from '@/app/_components/document';
import { describeDocument, viewport } from '@/app/_components/document-metadata';
import { getPageLanguage } from '@/lib/web/page-words';
import { languages } from '@/lib/words/languages';

export { viewport };

export function generateStaticParams() {
  return languages.map((language) => ({ language }));
}

export async function generateMetadata(): Promise<Metadata> {
  return describeDocument(await getPageLanguage());
}

/** The pages of customers, once for each language (scripts/customer-pages.mjs). */
export default async function CustomerLayout({ children }: { children: ReactNode }) {
  return <Document language={await getPageLanguage()}>{children}</Document>;
}
