import type { Metadata, Viewport } from 'next';
import { getBranding } from '@/lib/web/branding';
import { fill } from '@/lib/words/fill';
import { type Language, languages } from '@/lib/words/languages';
import { wordsOf } from '@/lib/words/words';

/** What every page says of itself, where it does not say otherwise. */
export function describeDocument(language: Language): Metadata {
  const { appName, appUrl, brand } = getBranding();
  const description = fill(wordsOf(language).shell.description, { app: appName });
  return {
    // A picture for social networks needs a full address; without one it is left out rather than pointed nowhere.
    metadataBase: appUrl ? new URL(appUrl) : undefined,
    title: { default: appName, template: `%s · ${appName}` },
    description,
    applicationName: appName,
    icons:
      brand === 'none'
        ? { icon: { url: '/mark.svg', type: 'image/svg+xml' }, apple: '/apple-touch-icon.png' }
        : { icon: '/brand/icon' },
    // Numbers on these pages are codes and masked phones; a link to call them would be wrong.
    formatDetection: { telephone: false, email: false, address: false },
    openGraph: {
      type: 'website',
      siteName: appName,
      title: appName,
      description,
      locale: language,
      alternateLocale: languages.filter((other) => other !== language),
      images: appUrl
        ? {
            url: appName === 'Latchkey' ? '/social.png' : '/social-plain.png',
            width: 1200,
            height: 630,
            alt: '',
          }
        : undefined,
    },
    twitter: { card: 'summary_large_image' },
  };
}

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  viewportFit: 'cover',
  colorScheme: 'light dark',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f4f5f0' },
    { media: '(prefers-color-scheme: dark)', color: '#0c1210' },
  ],
};
