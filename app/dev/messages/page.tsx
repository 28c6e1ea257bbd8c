import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Badge } from '@/app/_components/badge';
import { withNotFound } from '@/app/_components/not-found-page';
import { PageShell } from '@/app/_components/page-shell';
import { TextLink } from '@/app/_components/text-link';
import { getMessageGallery } from '@/lib/flows/get-message-gallery';

export const metadata: Metadata = { title: 'All messages', robots: { index: false } };

/** `npm run dev` only. */
async function MessageGalleryPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const { language } = await searchParams;
  const gallery = getMessageGallery(typeof language === 'string' ? language : null);
  if (!gallery) notFound();
  return (
    <PageShell width="wide">
      <div className="grid gap-6">
        <header className="grid gap-2">
          <h1 className="text-3xl font-bold tracking-tight text-ink">All messages</h1>
          <nav aria-label="Languages" className="flex flex-wrap gap-4">
            {gallery.tags.map((tag) => (
              <TextLink
                key={tag}
                href={`/dev/messages?language=${tag}`}
                lang={tag}
                aria-current={tag === gallery.tag ? 'page' : undefined}
              >
                {nameOf(tag)}
              </TextLink>
            ))}
          </nav>
        </header>
        <ul className="grid gap-4">
          {gallery.messages.map(({ id, subject, text, html, size }) => (
            <li key={id} className="grid min-w-0 gap-3 rounded-card border border-line bg-surface p-5">
              <div className="flex flex-wrap items-center gap-3">
                <Badge tone="accent">{id}</Badge>
                {size && (
                  <span className="text-sm text-muted">
                    {size.encoding}, {size.units} units, {size.segments}{' '}
                    {size.segments === 1 ? 'segment' : 'segments'}
                  </span>
                )}
                {html && (
                  <TextLink href={`/dev/messages/${gallery.tag}/${id}`}>
                    Show the mail <span className="sr-only">{id}</span>
                  </TextLink>
                )}
              </div>
              <div lang={gallery.tag} dir={gallery.direction} className="grid min-w-0 gap-2">
                {subject && <h2 className="text-lg font-semibold wrap-anywhere text-ink">{subject}</h2>}
                <p className="font-mono text-sm wrap-anywhere whitespace-pre-wrap text-ink [unicode-bidi:plaintext]">
                  {text}
                </p>
              </div>
            </li>
          ))}
        </ul>
      </div>
    </PageShell>
  );
}

export default withNotFound(MessageGalleryPage);

/** A language by its own name. */
function nameOf(tag: string): string {
  return new Intl.DisplayNames(tag, { type: 'language' }).of(tag) ?? tag;
}
