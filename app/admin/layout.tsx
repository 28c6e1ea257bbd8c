import type { Metadata } from 'next';
import { describeDocument } from '@/app/_components/document-metadata';
import { describeNotFound } from '@/app/_components/not-found-page';
import { getBranding } from '@/lib/web/branding';
import { getSession } from '@/lib/web/session';

export { EnglishDocument as default, viewport } from '@/app/_components/english-document';

/** To a customer nothing is here, and no title says otherwise: it stands in place of every page's own. */
export async function generateMetadata(): Promise<Metadata> {
  const { appName } = getBranding();
  const metadata = describeDocument('en');
  const session = await getSession();
  if (session?.user.role !== 'customer') {
    return { ...metadata, title: { template: `%s · ${appName}`, default: `Console · ${appName}` } };
  }
  const lost = await describeNotFound();
  const title = `${lost.title} · ${appName}`;
  return { ...metadata, ...lost, title: { template: title, default: title } };
}
