import { recordEvent } from '@/lib/audit/record-event';
import type { Challenge, ChallengeOwner } from '@/lib/codes/challenge';
import { deriveChallengeCode } from '@/lib/codes/derive-challenge-code';
import { getChallenge } from '@/lib/codes/get-challenge';
import { policies } from '@/lib/codes/purposes';
import { type ResendFailure, resendCode as renewCode } from '@/lib/codes/resend-code';
import { wakeOutbox } from '@/lib/delivery/outbox';
import { rehearseDelivery } from '@/lib/delivery/rehearse-delivery';
import { guardSend } from '@/lib/guard/guard-send';
import { clientSubject } from '@/lib/limits/client-subject';
import { fail, type Result } from '@/lib/result';
import { actorOf, type Deps, type Visitor } from './deps';
import { messageParams } from './request-code';
import { takeSendLimits } from './take-send-limits';
import { traceFlow } from './trace-flow';

/** Sends a challenge's code again: a new one, the old one dead, within the same limits as a first one. */
export function resendCode(
  deps: Deps,
  input: { id: string; owner: ChallengeOwner; visitor: Visitor },
): Promise<Result<Challenge, ResendFailure | 'limited', { retryAfterSeconds: number }>> {
  return traceFlow('resend_code', {}, () => makeResend(deps, input));
}

async function makeResend(
  { db }: Deps,
  input: { id: string; owner: ChallengeOwner; visitor: Visitor },
): Promise<Result<Challenge, ResendFailure | 'limited', { retryAfterSeconds: number }>> {
  const before = await getChallenge(db, input.id, input.owner);
  if (!before) return fail('not_found');
  // A refusal for the cool-down costs nothing of the hourly allowance: ask the challenge before the limits.
  const waitMs = before.resendAvailableAt.getTime() - before.now.getTime();
  if (waitMs > 0) return fail('too_soon', { retryAfterSeconds: Math.ceil(waitMs / 1000) });
  const allowed = await takeSendLimits(db, input.visitor, before.channel, before.address, before.subject);
  if (!allowed.ok) return fail('limited', { retryAfterSeconds: allowed.retryAfterSeconds ?? 60 });
  const guarded = await guardSend(db, {
    channel: before.channel,
    address: before.address,
    client: clientSubject(input.visitor.clientAddress),
    open: !policies[before.purpose].needsAccount,
    decoy: before.decoy && policies[before.purpose].needsAccount,
    requestId: input.visitor.requestId,
  });
  if (!guarded.ok) return fail('limited', { retryAfterSeconds: guarded.retryAfterSeconds ?? 600 });
  const params = messageParams({ purpose: before.purpose, visitor: input.visitor });
  const renewed = await renewCode(db, input.id, input.owner, params);
  if (renewed.ok) {
    wakeOutbox();
    if (before.decoy) rehearseDelivery(db, renewed.value, deriveChallengeCode(renewed.value));
    await recordEvent(db, {
      type: 'code_resent',
      userId: renewed.value.userId,
      actor: actorOf(input.visitor),
      otpId: renewed.value.id,
      requestId: input.visitor.requestId,
      client: clientSubject(input.visitor.clientAddress),
      data: { purpose: renewed.value.purpose, channel: renewed.value.channel, sends: renewed.value.sends },
    });
  }
  return renewed;
}
