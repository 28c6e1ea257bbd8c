import { createHash } from 'node:crypto';
import type { Approval } from './approvals';

/**
 * What a passkey signs for an approval (base64url, 256 bits): the hash of its seal, which covers every word of the
 * operation, and of a nonce of 256 random bits. So the signature is over this operation; no other has the challenge.
 */
export function approvalChallenge({ id, seal }: Pick<Approval, 'id' | 'seal'>, nonce: string): string {
  return createHash('sha256')
    .update(`approval passkey v1\n${id}\n${nonce}\n`)
    .update(seal)
    .digest('base64url');
}
