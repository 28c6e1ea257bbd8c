import type { Settings } from '@/lib/config/settings';
import { type Finding, fine, skipped, warning } from './finding';

const patienceMs = 5_000;

/** Where customers reach the server, and what stands before it. */
export async function checkPlace(settings: Settings): Promise<Finding[]> {
  return [await checkAppUrl(settings), checkProxies(settings)];
}

async function checkAppUrl({ appUrl, loopback }: Settings): Promise<Finding> {
  const status = await fetch(new URL('/api/health', appUrl), {
    redirect: 'manual',
    signal: AbortSignal.timeout(patienceMs),
  }).then(
    (response) => response.status,
    (error: Error) => (error.cause as { code?: string } | undefined)?.code ?? error.name,
  );
  if (status === 200) return fine('app_url', `${appUrl.origin} answers.`);
  if (loopback) return skipped('app_url', `Nothing answers at ${appUrl.origin}: the app is not running.`);
  const answer = typeof status === 'number' ? `answers with HTTP ${status}` : `does not answer (${status})`;
  return warning(
    'app_url',
    `${appUrl.origin} ${answer}.`,
    'Is the app running, and does the proxy pass requests on to its port (docs/deploy.md)? Forms are refused at any address but this one, and web sites with scripts of their own have to be in API_ALLOWED_ORIGINS.',
  );
}

function checkProxies({ loopback, trustedProxies }: Settings): Finding {
  if (trustedProxies.length > 0) {
    return fine('proxies', `X-Forwarded-For is believed from ${trustedProxies.join(', ')}.`);
  }
  if (loopback) return skipped('proxies', 'No proxy is trusted; none is needed on this machine.');
  return warning(
    'proxies',
    'APP_URL is public and no proxy is trusted, so all customers would share the limits of the proxy.',
    'Set TRUSTED_PROXIES to the address of what ends https, for instance 127.0.0.1,::1 for nginx on this machine, and let it set X-Forwarded-For.',
  );
}
