import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { Document } from './document';
import { describeDocument, viewport } from './document-metadata';

export { viewport };

/** The layout of what is for developers and the staff: in English only. */
export function EnglishDocument({ children }: { children: ReactNode }) {
  return <Document language="en">{children}</Document>;
}

export function generateMetadata(): Metadata {
  return describeDocument('en');
}
