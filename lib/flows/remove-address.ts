import { type AddressKind, keepUndo, setAddress } from '@/lib/accounts/addresses';
import { findFactors } from '@/lib/accounts/factors';
import { type Account, lockAccount } from '@/lib/accounts/find-account';
import { recordEvent } from '@/lib/audit/record-event';
import type { Database } from '@/lib/db/client';
import { wakeOutbox } from '@/lib/delivery/outbox';
import { clientSubject } from '@/lib/limits/client-subject';
import { takeLimits } from '@/lib/limits/take-limits';
import { fail, ok, type Result } from '@/lib/result';
import type { Deps, Visitor } from './deps';
import { tellOfAddress } from './tell-of-address';

/** Takes an address off an account that can still be reached and entered without it. */
export async function removeAddress(
  { db }: Deps,
  input: { account: Account; sessionId: string; kind: AddressKind; visitor: Visitor },
): Promise<
  Result<
    null,
    'address_last' | 'address_is_factor' | 'factor_needs_other' | 'not_found' | 'limited',
    { retryAfterSeconds: number }
  >
> {
  const { account, sessionId, kind, visitor } = input;
  const allowed = await takeLimits(db, [{ limit: 'factor_changes_per_account', subject: account.id }]);
  if (!allowed.ok) return fail('limited', { retryAfterSeconds: allowed.retryAfterSeconds ?? 60 });
  const carried = kind === 'email' ? ['email'] : ['sms', 'whatsapp', 'voice'];
  const refused = await db.$transaction(async (tx) => {
    const inner = tx as Database;
    // What the account has is read under its lock: two removals at the same time would leave it without any address.
    const now = await lockAccount(inner, account.id);
    if (!now?.[kind]) return 'not_found';
    if (!(kind === 'email' ? now.phoneVerifiedAt : now.emailVerifiedAt)) return 'address_last';
    const kinds = (await findFactors(inner, account.id)).map((factor) => factor.kind);
    if (kinds.some((factor) => carried.includes(factor))) return 'address_is_factor';
    // A code to the address that is left would be the first step and the second: nobody could sign in any more.
    const others = kind === 'email' ? ['sms', 'whatsapp', 'voice'] : ['email'];
    const locksOut =
      !now.passwordHash && kinds.length > 0 && kinds.every((factor) => others.includes(factor));
    if (locksOut) return 'factor_needs_other';
    const { address, verifiedAt } = await setAddress(inner, account.id, kind, null);
    const undoId =
      address && verifiedAt ? await keepUndo(inner, account.id, kind, { address, verifiedAt }) : null;
    await inner.$executeRaw`
      UPDATE "User" SET "preferredChannel" = NULL
       WHERE "id" = ${account.id}::uuid AND "preferredChannel" = ANY(${carried}::text[])`;
    await recordEvent(inner, {
      type: 'address_removed',
      userId: account.id,
      sessionId,
      requestId: visitor.requestId,
      client: clientSubject(visitor.clientAddress),
      data: { kind },
    });
    await tellOfAddress(inner, { before: now, kind, newAddress: null, undoId, visitor });
    return null;
  });
  if (refused) return fail(refused);
  wakeOutbox();
  return ok(null);
}
