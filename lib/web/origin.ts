import { getSettings } from '@/lib/config/settings';

const loopbackHosts = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Whether a POST comes from our own pages. A missing or `null` Origin is refused: every browser that can show these
 * pages sends it, and Next lets a missing one pass.
 */
export function isOwnOrigin(requestHeaders: Pick<Headers, 'get'>): boolean {
  const site = requestHeaders.get('sec-fetch-site');
  if (site !== null && site !== 'same-origin') return false;
  const origin = requestHeaders.get('origin');
  if (origin === null) return false;
  const { appUrl, loopback } = getSettings();
  if (origin === appUrl.origin) return true;
  if (!loopback || !URL.canParse(origin)) return false;
  // On this machine localhost, 127.0.0.1 and [::1] are one place.
  const typed = new URL(origin);
  return typed.protocol === 'http:' && loopbackHosts.has(typed.hostname) && typed.port === appUrl.port;
}
