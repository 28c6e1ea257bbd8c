import type { Account } from '@/lib/accounts/find-account';
import { maskAddress } from '@/lib/accounts/mask-address';
import { recordEvent } from '@/lib/audit/record-event';
import type { Challenge, ChallengeOwner } from '@/lib/codes/challenge';
import { createChallenge } from '@/lib/codes/create-challenge';
import type { Purpose } from '@/lib/codes/purposes';
import type { Prisma } from '@/lib/db/client';
import { type Channel, isChannelOffered } from '@/lib/delivery/channel';
import { wakeOutbox } from '@/lib/delivery/outbox';
import { clientSubject } from '@/lib/limits/client-subject';
import { fail, ok, type Result } from '@/lib/result';
import { chooseHoldSubject } from './choose-hold-subject';
import type { Deps, Visitor } from './deps';
import { messageParams } from './request-code';
import { takeSendLimits } from './take-send-limits';

export interface OwnCodeInput {
  account: Account;
  purpose: Purpose;
  channel: Channel;
  /** An address of this account, or one that it is about to prove. */
  address: string;
  owner: ChallengeOwner;
  visitor: Visitor;
  replaces?: string | null;
  context?: Prisma.InputJsonValue;
  /** The account that has this address, if it is another one: it gets a notice, and the code can never be right. */
  heldBy?: Account | null;
}

/** Sends a code to somebody whose account is known already (a first factor or a session showed it). */
export async function sendOwnCode(
  { db }: Deps,
  input: OwnCodeInput,
): Promise<
  Result<
    { challenge: Challenge; maskedTo: string },
    'limited' | 'channel_not_offered',
    { retryAfterSeconds: number }
  >
> {
  const { account, purpose, channel, address, visitor, heldBy = null } = input;
  if (!isChannelOffered(channel)) return fail('channel_not_offered');
  const subject = await chooseHoldSubject(db, { userId: account.id, address }, visitor);
  const allowed = await takeSendLimits(db, visitor, channel, address, subject);
  if (!allowed.ok) return fail('limited', { retryAfterSeconds: allowed.retryAfterSeconds ?? 60 });
  const challenge = await createChallenge(db, {
    purpose,
    channel,
    address,
    userId: heldBy ? null : account.id,
    decoy: heldBy !== null,
    subject,
    owner: input.owner,
    locale: account.locale ?? visitor.locale,
    params: messageParams({ purpose, visitor }),
    context: input.context,
    replaces: input.replaces,
    notice:
      heldBy?.status === 'active'
        ? { template: 'address_in_use', userId: heldBy.id, params: { name: heldBy.name } }
        : null,
  });
  wakeOutbox();
  await recordEvent(db, {
    type: 'code_requested',
    userId: account.id,
    otpId: challenge.id,
    requestId: visitor.requestId,
    client: clientSubject(visitor.clientAddress),
    data: { purpose, channel },
  });
  return ok({ challenge, maskedTo: maskAddress(channel, address) });
}
