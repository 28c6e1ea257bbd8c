import { createHash, hkdfSync } from 'node:crypto';
import { getSettings } from './settings';

/** One purpose, one key: what leaks or is broken in one place opens no other. */
export type KeyUse =
  | 'code'
  | 'cookie'
  | 'fingerprint'
  | 'decoy'
  | 'factor'
  | 'link'
  | 'api'
  | 'audit'
  | 'approval'
  | 'webhook';

export interface Key {
  /** Names the secret that the key came from; safe to store. */
  id: string;
  bytes: Buffer;
}

const cache = new Map<string, Key>();

/** The key for a use, derived from APP_SECRET by HKDF-SHA-256 (RFC 5869). 32 bytes. */
export function getKey(use: KeyUse): Key {
  return deriveKey(getSettings().appSecret, use);
}

/** The key with this id, current or former; null when its secret is no longer configured. */
export function findKey(use: KeyUse, id: string): Key | null {
  const { appSecret, formerSecrets } = getSettings();
  for (const secret of [appSecret, ...formerSecrets]) {
    const key = deriveKey(secret, use);
    if (key.id === id) return key;
  }
  return null;
}

/** Current first, then the former ones, for things that carry no key id. */
export function listKeys(use: KeyUse): Key[] {
  const { appSecret, formerSecrets } = getSettings();
  return [appSecret, ...formerSecrets].map((secret) => deriveKey(secret, use));
}

export function deriveKey(secret: string, use: KeyUse): Key {
  const cacheKey = `${use}:${secret}`;
  let key = cache.get(cacheKey);
  if (!key) {
    const bytes = Buffer.from(hkdfSync('sha256', secret, 'latchkey', `latchkey ${use} v1`, 32));
    key = { id: createHash('sha256').update(bytes).digest('base64url').slice(0, 8), bytes };
    cache.set(cacheKey, key);
  }
  return key;
}
