import { markAddressVerified } from '@/lib/accounts/mark-address-verified';
import { recordEvent } from '@/lib/audit/record-event';
import {
  verifyCode as checkCode,
  type Verified,
  type VerifyExtra,
  type VerifyFailure,
  type VerifyInput,
} from '@/lib/codes/verify-code';
import { noteVerified } from '@/lib/guard/guard-send';
import { clientSubject } from '@/lib/limits/client-subject';
import { takeLimits } from '@/lib/limits/take-limits';
import { fail, type Result } from '@/lib/result';
import { actorOf, type Deps, type Visitor } from './deps';
import { traceFlow } from './trace-flow';

/**
 * Accepts or refuses a typed code. Accepted, it proves the address for the account, and earns a grant for what the
 * code's purpose allows; it signs nobody in by itself.
 */
export function verifyCode(
  deps: Deps,
  input: VerifyInput & { visitor: Visitor },
): Promise<Result<Verified, VerifyFailure | 'limited', VerifyExtra>> {
  return traceFlow('verify_code', {}, () => makeVerification(deps, input));
}

async function makeVerification(
  { db }: Deps,
  input: VerifyInput & { visitor: Visitor },
): Promise<Result<Verified, VerifyFailure | 'limited', VerifyExtra>> {
  const client = clientSubject(input.visitor.clientAddress);
  // An application's customers share its address: their guesses are bounded by the codes and the holds.
  const uses = input.visitor.api?.keyId
    ? []
    : [{ limit: 'verifications_per_client' as const, subject: client }];
  const allowed = await takeLimits(db, uses);
  if (!allowed.ok) return fail('limited', { retryAfterSeconds: allowed.retryAfterSeconds ?? 60 });
  const result = await checkCode(db, input);
  if (result.ok) {
    const { challenge } = result.value;
    if (challenge.userId) {
      await markAddressVerified(db, challenge.userId, challenge.channel, challenge.address);
    }
    await noteVerified(db, { ...challenge, client }, challenge.createdAt);
    await recordEvent(db, {
      type: 'code_verified',
      userId: challenge.userId,
      actor: actorOf(input.visitor),
      otpId: challenge.id,
      requestId: input.visitor.requestId,
      client,
      data: { purpose: challenge.purpose, channel: challenge.channel },
    });
  } else if (result.reason !== 'not_found') {
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
