import { type ApiKey, type ApiScope, getApiKeyByPair, getApiKeyByToken } from '@/lib/accounts/api-keys';
import type { ChallengeOwner } from '@/lib/codes/challenge';
import type { Database } from '@/lib/db/client';
import { fail, ok, type Result } from '@/lib/result';

/** Who calls the API. Without a key the secret of a challenge is its id. */
export interface ApiClient {
  key: ApiKey | null;
  owner: ChallengeOwner;
}

export const publicClient: ApiClient = { key: null, owner: { browserHash: null, clientId: 'public' } };

/**
 * The caller of a request. A key that is not good is refused, also where none is needed: its sender believes to be
 * somebody. `scope` is asked of keys only.
 */
export async function identifyClient(
  db: Database,
  request: Request,
  { needsKey, scope }: { needsKey: boolean; scope: ApiScope },
): Promise<Result<ApiClient, 'unauthorized' | 'forbidden'>> {
  const header = request.headers.get('authorization');
  if (header === null) return needsKey ? fail('unauthorized') : ok(publicClient);
  const key = await readKey(db, header);
  if (!key) return fail('unauthorized');
  if (!key.scopes.includes(scope)) return fail('forbidden');
  return ok({ key, owner: { browserHash: null, clientId: `key:${key.id}` } });
}

async function readKey(db: Database, header: string): Promise<ApiKey | null> {
  const [, scheme = '', value = ''] = /^(\w+) +(\S+)$/.exec(header) ?? [];
  if (scheme.toLowerCase() === 'bearer') return getApiKeyByToken(db, value);
  if (scheme.toLowerCase() !== 'basic') return null;
  const [id = '', secret = ''] = Buffer.from(value, 'base64').toString('utf8').split(':', 2);
  return getApiKeyByPair(db, id, secret);
}
