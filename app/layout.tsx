import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import { getBranding } from '@/lib/web/branding';
import './globals.css';

// Nothing here may ask who is visiting (cookies, headers): every prerendered page would lose its place in the cache.

export function generateMetadata(): Metadata {
  const { appName, appUrl } = getBranding();
  const description = `Sign in to ${appName}, reset a password or create an account with one short code.`;
  return {
    // A picture for social networks needs a full address; without one it is left out rather than pointed nowhere.
    metadataBase: appUrl ? new URL(appUrl) : undefined,
    title: { default: appName, template: `%s · ${appName}` },
    description,
    applicationName: appName,
    // Numbers on these pages are codes and masked phones; a link to call them would be wrong.
    formatDetection: { telephone: false, email: false, address: false },
    openGraph: {
      type: 'website',
      siteName: appName,
      title: appName,
      description,
      images: appUrl ? '/social.png' : undefined,
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

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  );
}
