import { getSettings } from '@/lib/config/settings';

/** Whether scripts of this origin may call the API: our own pages, and those of API_ALLOWED_ORIGINS. */
export function isAllowedOrigin(origin: string): boolean {
  const { appUrl, apiAllowedOrigins } = getSettings();
  return origin === appUrl.origin || apiAllowedOrigins.includes(origin);
}

/** Adds what a browser needs to hand our answer to a script of that origin. No cookies: none count here. */
export function allowOrigin(request: Request, headers: Headers): void {
  headers.append('vary', 'origin');
  const origin = request.headers.get('origin');
  if (origin === null || !isAllowedOrigin(origin)) return;
  headers.set('access-control-allow-origin', origin);
  headers.set(
    'access-control-expose-headers',
    'retry-after, ratelimit, ratelimit-policy, x-request-id, location',
  );
}

/** The answer to a browser that asks before it calls. */
export function preflight(request: Request, methods: readonly string[]): Response {
  const headers = new Headers({ allow: methods.join(', '), 'cache-control': 'no-store' });
  allowOrigin(request, headers);
  if (headers.has('access-control-allow-origin')) {
    headers.set('access-control-allow-methods', methods.join(', '));
    headers.set('access-control-allow-headers', 'authorization, content-type, idempotency-key, x-request-id');
    headers.set('access-control-max-age', '600');
  }
  return new Response(null, { status: 204, headers });
}
