import { type AddressKind, keepUndo, setAddress } from '@/lib/accounts/addresses';
import { findAccountById } from '@/lib/accounts/find-account';
import { recordEvent } from '@/lib/audit/record-event';
import type { ChallengeOwner } from '@/lib/codes/challenge';
import { consumeGrant } from '@/lib/codes/grants';
import type { Database } from '@/lib/db/client';
import { isUniqueViolation } from '@/lib/db/is-unique-violation';
import { wakeOutbox } from '@/lib/delivery/outbox';
import { clientSubject } from '@/lib/limits/client-subject';
import { fail, ok, type Result } from '@/lib/result';
import type { Deps, Visitor } from './deps';
import { tellOfAddress } from './tell-of-address';

/**
 * Gives an account the address that a right code has proved. The old one is told, with a way back. Of two accounts that
 * prove one address at the same time, the unique constraint lets one have it; the other keeps what it had.
 */
export async function proveAddress(
  { db }: Deps,
  input: { userId: string; sessionId: string; grant: string; owner: ChallengeOwner; visitor: Visitor },
): Promise<Result<{ kind: AddressKind }, 'grant_used' | 'address_taken'>> {
  const { userId, sessionId, visitor } = input;
  const before = await findAccountById(db, userId);
  if (!before) return fail('grant_used');
  try {
    return await db.$transaction(async (tx) => {
      const inner = tx as Database;
      const grant = await consumeGrant(inner, input.grant, 'verification', input.owner, userId);
      const bound = grant?.context as { use?: string; kind?: AddressKind; sessionId?: string } | null;
      const fits = bound?.use === 'address' && bound.sessionId === sessionId && grant?.userId === userId;
      if (!fits || !bound.kind || !grant?.address) return fail('grant_used' as const);
      const { kind } = bound;
      const former = await setAddress(inner, userId, kind, grant.address);
      const isSame = former.address === grant.address;
      const isChange = former.address !== null && !isSame;
      await recordEvent(inner, {
        type: isSame ? 'address_verified' : isChange ? 'address_changed' : 'address_added',
        userId,
        sessionId,
        otpId: grant.otpId,
        requestId: visitor.requestId,
        client: clientSubject(visitor.clientAddress),
        data: { kind },
      });
      if (!isSame) {
        const { address, verifiedAt } = former;
        const undoId =
          address && verifiedAt ? await keepUndo(inner, userId, kind, { address, verifiedAt }) : null;
        await tellOfAddress(inner, { before, kind, newAddress: grant.address, undoId, visitor });
      }
      wakeOutbox();
      return ok({ kind });
    });
  } catch (error) {
    if (isUniqueViolation(error)) return fail('address_taken');
    throw error;
  }
}
