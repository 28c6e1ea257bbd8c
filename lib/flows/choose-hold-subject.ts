import { fingerprint } from '@/lib/accounts/fingerprint';
import { isKnownDevice } from '@/lib/accounts/known-device';
import type { Database } from '@/lib/db/client';
import { deviceSubject, keySubject } from '@/lib/limits/hold-subject';
import type { Visitor } from './deps';

/**
 * What failures of this visitor are counted under. A browser that the account's owner has signed in with before has a
 * count of its own, and so has an application with a key: strangers who use theirs up lock neither the owner out nor the
 * application's customer.
 */
export async function chooseHoldSubject(
  db: Pick<Database, '$queryRaw'>,
  { userId, address, open = false }: { userId: string | null; address: string; open?: boolean },
  { deviceHash, api }: Pick<Visitor, 'deviceHash' | 'api'>,
): Promise<string> {
  const known = await isKnownDevice(db, userId, deviceHash);
  // Registrations are counted apart: a count that never ended would keep an address from ever registering.
  const nobodys = `${open ? 'open' : 'address'}:${fingerprint(address)}`;
  const shared = userId === null ? nobodys : `user:${userId}`;
  if (api?.keyId) return keySubject(shared, api.keyId);
  return userId !== null && known && deviceHash ? deviceSubject(userId, deviceHash) : shared;
}
