import { clientSubject } from '@/lib/limits/client-subject';
import type { LimitUse } from '@/lib/limits/take-limits';
import type { Visitor } from './deps';

/**
 * What a try at a code or a passkey takes of the visitor's allowance. Nothing of an application's: its customers share
 * its address, and their guesses are bounded by the codes and the holds.
 */
export function verificationUses({ api, clientAddress }: Visitor): LimitUse[] {
  if (api?.keyId) return [];
  return [{ limit: 'verifications_per_client', subject: clientSubject(clientAddress) }];
}
