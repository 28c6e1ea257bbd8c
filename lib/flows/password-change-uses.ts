import { clientSubject } from '@/lib/limits/client-subject';
import type { LimitUse } from '@/lib/limits/take-limits';
import type { Visitor } from './deps';

/** Hashing a password costs a core for a moment. Applications with a key answer for their own customers. */
export function passwordChangeUses({ api, clientAddress }: Visitor): LimitUse[] {
  return api?.keyId ? [] : [{ limit: 'password_changes_per_client', subject: clientSubject(clientAddress) }];
}
