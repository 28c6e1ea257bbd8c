import { listAccountChannels } from '@/lib/accounts/account-channels';
import { makeDecoyAccount } from '@/lib/accounts/decoy-account';
import { type Account, findAccountByAddress } from '@/lib/accounts/find-account';
import { maskAddress } from '@/lib/accounts/mask-address';
import type { Identifier } from '@/lib/accounts/parse-identifier';
import { type EventType, insertEvent } from '@/lib/audit/record-event';
import type { Challenge, ChallengeOwner } from '@/lib/codes/challenge';
import { createLimitedChallenge, type NewChallenge } from '@/lib/codes/create-challenge';
import { deriveChallengeCode } from '@/lib/codes/derive-challenge-code';
import { type Purpose, policies } from '@/lib/codes/purposes';
import { Prisma } from '@/lib/db/client';
import { type Channel, isChannelOffered } from '@/lib/delivery/channel';
import { wakeOutbox } from '@/lib/delivery/outbox';
import { rehearseDelivery } from '@/lib/delivery/rehearse-delivery';
import { guardSend } from '@/lib/guard/guard-send';
import { clientSubject } from '@/lib/limits/client-subject';
import type { LimitRefusal, LimitsLeft } from '@/lib/limits/take-limits';
import { fail, ok, type Result } from '@/lib/result';
import { chooseHoldSubject } from './choose-hold-subject';
import { actorOf, type Deps, type Visitor } from './deps';
import { prepareSendLimits } from './take-send-limits';
import { traceFlow } from './trace-flow';

export interface RequestCodeInput {
  purpose: Purpose;
  /** What the visitor typed, parsed. */
  identifier: Identifier;
  /** Absent: the channel of the identifier (e-mail or SMS). */
  channel?: Channel;
  owner: ChallengeOwner;
  visitor: Visitor;
  /** The former challenge of the same browser: it dies. */
  replaces?: string | null;
  context?: Prisma.InputJsonValue;
  /** The vendor that staff wants to try. */
  wantedProvider?: string;
}

export interface RequestedCode {
  challenge: Challenge;
  /** The address as it may be shown. */
  maskedTo: string;
  limitsLeft: LimitsLeft;
}

/**
 * Makes a challenge and puts its message into the outbox. For an unknown account (or one without this channel) the
 * same happens with a decoy: same limits, same statements, same answer; only the worker leaves it alone.
 */
export function requestCode(
  deps: Deps,
  input: RequestCodeInput,
): Promise<Result<RequestedCode, 'limited' | 'channel_not_offered', Partial<LimitRefusal>>> {
  return traceFlow('request_code', { 'latchkey.purpose': input.purpose }, () => makeRequest(deps, input));
}

async function makeRequest(
  { db }: Deps,
  input: RequestCodeInput,
): Promise<Result<RequestedCode, 'limited' | 'channel_not_offered', Partial<LimitRefusal>>> {
  const channel = input.channel ?? (input.identifier.kind === 'email' ? 'email' : 'sms');
  if (!isChannelOffered(channel)) return fail('channel_not_offered');
  const account = await findAccountByAddress(db, input.identifier.address);
  const target = chooseTarget(input, account, channel);
  const subject = await chooseHoldSubject(
    db,
    {
      userId: target.userId,
      address: input.identifier.address,
      // Elsewhere wrong codes count together with wrong passwords, for nobody's address as for somebody's account.
      open: input.purpose === 'registration',
    },
    input.visitor,
  );
  const take = await prepareSendLimits(db, input.visitor, channel, target.address, subject);
  if (!take.ok) return refuse(take);
  const guarded = await guardSend(db, {
    channel,
    address: target.guarded,
    client: clientSubject(input.visitor.clientAddress),
    open: !policies[input.purpose].needsAccount,
    // Where anybody's address is served, whose it is must not show in what is counted.
    decoy: target.decoy && policies[input.purpose].needsAccount,
    requestId: input.visitor.requestId,
  });
  if (!guarded.ok) return fail('limited', { retryAfterSeconds: guarded.retryAfterSeconds ?? 600 });
  const challenge: NewChallenge = {
    purpose: input.purpose,
    channel,
    address: target.address,
    userId: target.userId,
    decoy: target.decoy,
    subject,
    owner: input.owner,
    locale: account?.locale ?? input.visitor.locale,
    params: messageParams(input),
    context: withMask(input, target),
    replaces: input.replaces,
    wantedProvider: input.wantedProvider ?? null,
    with: (id) => [
      insertEvent(
        {
          type: eventTypeOf(target),
          userId: target.userId ?? target.ownerId,
          actor: actorOf(input.visitor),
          otpId: id,
          requestId: input.visitor.requestId,
          client: clientSubject(input.visitor.clientAddress),
          data: { purpose: input.purpose, channel },
        },
        Prisma.sql`FROM challenge`,
      ),
    ],
    notice: target.ownerId
      ? {
          template: 'address_in_use',
          userId: target.ownerId,
          params: { name: account?.name, userAgent: input.visitor.userAgent?.slice(0, 200) ?? null },
        }
      : null,
  };
  const written = await createLimitedChallenge(db, challenge, take.value);
  if (!written.ok) return refuse(written);
  const { challenge: made, limitsLeft, firstStep } = written.value;
  if (firstStep === null) wakeOutbox();
  if (target.decoy && target.ownerId === null)
    rehearseDelivery(db, made, deriveChallengeCode(made), firstStep);
  return ok({ challenge: made, limitsLeft, maskedTo: target.masked });
}

function refuse({ limit, retryAfterSeconds = 60 }: Partial<LimitRefusal>) {
  return fail('limited', { retryAfterSeconds, limit });
}

/** API clients read the masked address again later; for a decoy it follows from nothing that is stored. */
function withMask(
  { visitor, context }: RequestCodeInput,
  { masked }: Target,
): Prisma.InputJsonValue | undefined {
  if (!visitor.api) return context;
  return { ...(typeof context === 'object' ? context : {}), maskedTo: masked };
}

interface Target {
  userId: string | null;
  /** Whom an attempt to register their address is told to. */
  ownerId: string | null;
  decoy: boolean;
  address: string;
  /** The number that the rules about paid messages are asked about: for a decoy, the one that it seems to have. */
  guarded: string;
  masked: string;
}

/** The stored address of this channel; else the typed one where no account is needed; else a decoy's. */
function chooseTarget(input: RequestCodeInput, account: Account | null, channel: Channel): Target {
  const typed = input.identifier;
  if (input.purpose === 'registration') return chooseRegistrationTarget(typed, account, channel);
  const shown = listAccountChannels(account, typed, () => true).find((option) => option.channel === channel);
  if (account && shown?.address) {
    const { address, masked } = shown;
    return { userId: account.id, ownerId: null, decoy: false, address, guarded: address, masked };
  }
  const fits = (channel === 'email') === (typed.kind === 'email');
  const masked = shown?.masked ?? maskAddress(typed.kind === 'email' ? 'email' : 'sms', typed.address);
  const served = !policies[input.purpose].needsAccount && fits;
  const guarded = fits ? typed.address : (makeDecoyAccount(typed).phone ?? typed.address);
  return { userId: null, ownerId: null, decoy: !served, address: typed.address, guarded, masked };
}

/**
 * The address that was typed, whoever has it. One that has an account already gets a decoy, so that its code can never be
 * right, and its owner a notice; to the visitor both are the same.
 */
function chooseRegistrationTarget(typed: Identifier, account: Account | null, channel: Channel): Target {
  const fits = (channel === 'email') === (typed.kind === 'email');
  return {
    userId: null,
    ownerId: fits && account?.status === 'active' ? account.id : null,
    decoy: account !== null || !fits,
    address: typed.address,
    guarded: typed.address,
    masked: maskAddress(typed.kind === 'email' ? 'email' : 'sms', typed.address),
  };
}

function eventTypeOf({ decoy, ownerId }: Target): EventType {
  if (ownerId) return 'registration_existing';
  return decoy ? 'code_requested_unknown' : 'code_requested';
}

/** What the message says about the request. Nothing that a stranger could use to put words into our mouth. */
export function messageParams(input: Pick<RequestCodeInput, 'purpose' | 'visitor'>): Record<string, unknown> {
  return { purpose: input.purpose, userAgent: input.visitor.userAgent?.slice(0, 200) ?? null };
}
