import { markAddressVerified } from '@/lib/accounts/mark-address-verified';
import { type EventPart, insertEvents, recordEvent } from '@/lib/audit/record-event';
import type { Challenge } from '@/lib/codes/challenge';
import {
  verifyCode as checkCode,
  type RightCode,
  type Verified,
  type VerifyExtra,
  type VerifyFailure,
  type VerifyInput,
} from '@/lib/codes/verify-code';
import { Prisma } from '@/lib/db/client';
import { noteVerified } from '@/lib/guard/guard-send';
import { clientSubject } from '@/lib/limits/client-subject';
import { type LimitUse, prepareTake } from '@/lib/limits/take-limits';
import { fail, type Result } from '@/lib/result';
import { actorOf, type Deps, type Visitor } from './deps';
import { traceFlow } from './trace-flow';
import { verificationUses } from './verification-uses';

type MaybeRight = (RightCode & { event: EventPart }) | undefined;

export interface VerificationInput extends Omit<VerifyInput, 'take' | 'with'> {
  visitor: Visitor;
  /** What it takes of the caller's allowance besides what every check of a code does. */
  uses?: readonly LimitUse[];
  /**
   * What a right code brings besides its own event: a session or a new password in place of the grant. Whoever locks the account
   * has seen that the address is proved.
   */
  right?: (challenge: Challenge) => MaybeRight | Promise<MaybeRight>;
}

/**
 * Accepts or refuses a typed code. Accepted, it proves the address for the account, and earns a grant for what the
 * code's purpose allows; it signs nobody in by itself.
 */
export function verifyCode(
  deps: Deps,
  input: VerificationInput,
): Promise<Result<Verified, VerifyFailure | 'limited', VerifyExtra>> {
  return traceFlow('verify_code', {}, () => makeVerification(deps, input));
}

async function makeVerification(
  { db }: Deps,
  input: VerificationInput,
): Promise<Result<Verified, VerifyFailure | 'limited', VerifyExtra>> {
  const client = clientSubject(input.visitor.clientAddress);
  const take = await prepareTake(db, [...verificationUses(input.visitor), ...(input.uses ?? [])]);
  if (!take.ok) return fail('limited', { retryAfterSeconds: take.retryAfterSeconds ?? 60 });
  const result = await checkCode(db, {
    ...input,
    take: take.value,
    with: async (challenge) => {
      const { id, userId, purpose, channel, proves } = challenge;
      const verified: EventPart = {
        event: {
          type: 'code_verified',
          userId,
          actor: actorOf(input.visitor),
          otpId: id,
          requestId: input.visitor.requestId,
          client,
          data: { purpose, channel },
        },
        condition: Prisma.sql`FROM consumed`,
      };
      const { locks, instead, event, also = [] } = (await input.right?.(challenge)) ?? {};
      const events = insertEvents(event ? [verified, event] : [verified]);
      const right = { locks, instead, also: [events, ...also] };
      // Most addresses are proved, and then nobody looks at the account.
      if (locks || !proves || userId === null) return right;
      return { ...right, ...markAddressVerified({ ...challenge, userId }) };
    },
  });
  if (result.ok) {
    const { challenge } = result.value;
    await noteVerified(db, { ...challenge, client }, challenge.createdAt);
  } else if (result.reason !== 'not_found' && result.reason !== 'limited') {
    await recordEvent(db, {
      type: result.reason === 'account_held' ? 'account_held' : 'code_failed',
      actor: actorOf(input.visitor),
      otpId: input.id,
      requestId: input.visitor.requestId,
      client,
      data: { reason: result.reason },
    });
  }
  return result;
}
