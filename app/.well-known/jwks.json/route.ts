import { publicKeys } from '@/lib/web/public-keys';

export const dynamic = 'force-dynamic';

/** Whoever checks our access tokens finds the keys here (RFC 7517). */
export function GET(): Response {
  return publicKeys();
}
