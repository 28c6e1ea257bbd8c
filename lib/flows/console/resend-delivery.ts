import { recordEvent } from '@/lib/audit/record-event';
import type { Database } from '@/lib/db/client';
import { wakeOutbox } from '@/lib/delivery/outbox';
import { findResendProviders, resendDelivery as putBack } from '@/lib/delivery/resend-delivery';
import { type LimitRefusal, takeLimits } from '@/lib/limits/take-limits';
import { fail, ok, type Result } from '@/lib/result';
import type { Deps, Visitor } from '../deps';

export interface ResendInput {
  deliveryId: string;
  provider: string;
  staff: { id: string; actor: string };
  visitor: Visitor;
}

/** Sends the code of a message once more, the same one, by the vendor that staff chose. In the audit log. */
export async function resendDelivery(
  { db }: Deps,
  { deliveryId, provider, staff, visitor }: ResendInput,
): Promise<Result<null, 'not_found' | 'code_gone' | 'limited', Partial<LimitRefusal>>> {
  const delivery = await db.delivery.findUnique({ where: { id: deliveryId }, include: { otp: true } });
  if (!delivery?.otp) return fail('not_found');
  const chosen = findResendProviders(delivery.channel, delivery.otp.purpose).find((id) => id === provider);
  if (!chosen) return fail('code_gone');
  const allowed = await takeLimits(db, [{ limit: 'test_sends_per_admin', subject: staff.id }]);
  if (!allowed.ok) return allowed;
  const done = await db.$transaction(async (tx) => {
    if (!(await putBack(tx as Database, deliveryId, chosen))) return false;
    await recordEvent(tx as Database, {
      type: 'admin_action',
      userId: delivery.userId,
      actor: staff.actor,
      deliveryId,
      otpId: delivery.otpId,
      requestId: visitor.requestId,
      data: { kind: 'resend', provider: chosen, channel: delivery.channel },
    });
    return true;
  });
  if (!done) return fail('code_gone');
  wakeOutbox();
  return ok(null);
}
