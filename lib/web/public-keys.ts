import { listPublicKeys } from '@/lib/accounts/signing-keys';

/** Open to every origin: it holds nothing but public keys. */
export function publicKeys(): Response {
  const headers = {
    'content-type': 'application/jwk-set+json',
    'cache-control': 'public, max-age=300',
    'access-control-allow-origin': '*',
  };
  return new Response(JSON.stringify({ keys: listPublicKeys() }), { headers });
}
