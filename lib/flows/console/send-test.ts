import { randomBytes } from 'node:crypto';
import { parseIdentifier } from '@/lib/accounts/parse-identifier';
import { recordEvent } from '@/lib/audit/record-event';
import { channels } from '@/lib/config/delivery-settings';
import { isChannelOffered } from '@/lib/delivery/channel';
import { findResendProviders } from '@/lib/delivery/resend-delivery';
import { type LimitRefusal, takeLimits } from '@/lib/limits/take-limits';
import { fail, ok, type Result } from '@/lib/result';
import type { Deps, Visitor } from '../deps';
import { requestCode } from '../request-code';

export interface TestInput {
  to: string;
  /** `channel provider` as the form offers them; the provider is empty for the usual order. */
  way: string;
  staff: { id: string; actor: string };
  visitor: Visitor;
}

export type TestFailure = 'test_address_malformed' | 'channel_not_offered' | 'limited' | 'not_found';

/**
 * Sends a code that nobody can use to an address that staff typed: through the same limits, guard, outbox and vendors as
 * customers' codes. What is answered names the delivery, where its way can be followed; the code is shown nowhere.
 */
export async function sendTest(
  deps: Deps,
  { to, way, staff, visitor }: TestInput,
): Promise<Result<{ deliveryId: string; maskedTo: string }, TestFailure, Partial<LimitRefusal>>> {
  const [typed = '', wanted = ''] = way.split(' ');
  const channel = channels.find((one) => one === typed);
  if (!channel || !isChannelOffered(channel)) return fail('channel_not_offered');
  if (wanted !== '' && !findResendProviders(channel, 'verification').some((id) => id === wanted))
    return fail('channel_not_offered');
  const identifier = parseIdentifier(to);
  if (identifier.kind === 'invalid' || (identifier.kind === 'email') !== (channel === 'email'))
    return fail('test_address_malformed');
  const allowed = await takeLimits(deps.db, [{ limit: 'test_sends_per_admin', subject: staff.id }]);
  if (!allowed.ok) return allowed;
  const requested = await requestCode(deps, {
    purpose: 'verification',
    identifier,
    channel,
    // Nobody has this secret: the code is right for no page and no client.
    owner: { browserHash: randomBytes(32), clientId: null },
    visitor,
    wantedProvider: wanted || undefined,
  });
  if (!requested.ok) return requested;
  const { challenge, maskedTo } = requested.value;
  const delivery = await deps.db.delivery.findFirst({ where: { otpId: challenge.id }, select: { id: true } });
  await recordEvent(deps.db, {
    type: 'admin_action',
    actor: staff.actor,
    otpId: challenge.id,
    deliveryId: delivery?.id,
    requestId: visitor.requestId,
    data: { kind: 'test', channel, provider: wanted || null, to: maskedTo },
  });
  return delivery ? ok({ deliveryId: delivery.id, maskedTo }) : fail('not_found');
}
