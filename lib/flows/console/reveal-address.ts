import { findAccountById } from '@/lib/accounts/find-account';
import { recordEvent } from '@/lib/audit/record-event';
import type { Database } from '@/lib/db/client';
import { fail, ok, type Result } from '@/lib/result';
import type { Deps, Visitor } from '../deps';

/** The full addresses of a customer, for a reason that the audit log keeps. Without the entry there is no answer. */
export async function revealAddress(
  { db }: Deps,
  input: { userId: string; why: string; actor: string; visitor: Visitor },
): Promise<Result<{ email: string | null; phone: string | null }, 'not_found' | 'reason_required'>> {
  const why = input.why.replace(/\s+/g, ' ').trim().slice(0, 200);
  if (why.length < 4) return fail('reason_required');
  return db.$transaction(async (tx) => {
    const account = await findAccountById(tx as Database, input.userId);
    if (!account) return fail('not_found');
    await recordEvent(tx as Database, {
      type: 'admin_action',
      userId: account.id,
      actor: input.actor,
      requestId: input.visitor.requestId,
      data: { kind: 'reveal', what: 'addresses', why },
    });
    return ok({ email: account.email, phone: account.phone });
  });
}
