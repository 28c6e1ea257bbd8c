import type { Identifier } from '@/lib/accounts/parse-identifier';
import { recordEvent } from '@/lib/audit/record-event';
import { type Challenge, type ChallengeOwner, challengeStatus } from '@/lib/codes/challenge';
import { findNewestChallengeId } from '@/lib/codes/find-newest-challenge';
import { getChallenge } from '@/lib/codes/get-challenge';
import { resendCode } from '@/lib/codes/resend-code';
import { type Channel, isChannelOffered } from '@/lib/delivery/channel';
import { wakeOutbox } from '@/lib/delivery/outbox';
import { clientSubject } from '@/lib/limits/client-subject';
import type { LimitRefusal } from '@/lib/limits/take-limits';
import { fail, ok, type Result } from '@/lib/result';
import { actorOf, type Deps, type Visitor } from './deps';
import { messageParams, requestCode } from './request-code';
import { takeSendLimits } from './take-send-limits';

export interface SendVerificationInput {
  identifier: Identifier;
  channel: Channel;
  /** The service that the application named: its verifications are apart from those of another. */
  service: string;
  owner: ChallengeOwner;
  visitor: Visitor;
}

/**
 * Starts the verification of an address, or sends again while one is under way: clients of this kind ask in one way for
 * both, and wait for no cool-down.
 */
export async function sendVerification(
  deps: Deps,
  input: SendVerificationInput,
): Promise<Result<Challenge, 'limited' | 'too_many_sends' | 'channel_not_offered', Partial<LimitRefusal>>> {
  const { identifier, channel, service, owner, visitor } = input;
  if (!isChannelOffered(channel)) return fail('channel_not_offered');
  const context = { service };
  const id = await findNewestChallengeId(deps.db, identifier.address, 'verification', owner, context);
  const before = id === null ? null : await getChallenge(deps.db, id, owner);
  if (before && challengeStatus(before) === 'live' && before.channel === channel)
    return again(deps, input, before);
  const asked = await requestCode(deps, {
    purpose: 'verification',
    identifier,
    channel,
    owner,
    visitor,
    replaces: id,
    context,
  });
  return asked.ok ? ok(asked.value.challenge) : asked;
}

async function again(
  { db }: Deps,
  { owner, visitor }: SendVerificationInput,
  { id, channel, address, subject }: Challenge,
) {
  const allowed = await takeSendLimits(db, visitor, channel, address, subject);
  if (!allowed.ok) return allowed;
  const params = messageParams({ purpose: 'verification', visitor });
  const renewed = await resendCode(db, id, owner, params, { ignoresCooldown: true });
  if (!renewed.ok) return fail('too_many_sends' as const);
  wakeOutbox();
  await recordEvent(db, {
    type: 'code_resent',
    actor: actorOf(visitor),
    otpId: id,
    requestId: visitor.requestId,
    client: clientSubject(visitor.clientAddress),
    data: { purpose: 'verification', channel, sends: renewed.value.sends },
  });
  return renewed;
}
