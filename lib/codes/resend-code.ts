import { getSettings } from '@/lib/config/settings';
import type { Database } from '@/lib/db/client';
import { fail, ok, type Result } from '@/lib/result';
import { currentTraceparent } from '@/lib/trace/span';
import { type Challenge, type ChallengeOwner, challengeStatus } from './challenge';
import { challengeColumns, ownedBy } from './challenge-columns';
import { getChallenge } from './get-challenge';
import { maxSends, resendCooldownSeconds, ttlSeconds } from './purposes';

export type ResendFailure = 'not_found' | 'code_used' | 'too_many_attempts' | 'too_soon' | 'too_many_sends';

/** A challenge may be renewed for this long; after it the flow starts again. With the last life it stays under 1 h. */
const renewableSeconds = 45 * 60;

/**
 * Sends again. A new code with a new life, the old one dead; with OTP_RESEND=same the same code and the same end, while
 * it lives. The guesses that were made stay made. One statement decides, so two clicks at once send one message.
 */
export async function resendCode(
  db: Database,
  id: string,
  owner: ChallengeOwner,
  params: Record<string, unknown>,
  /** For applications whose API knows no cool-down; the limits of the address hold all the same. */
  options: { ignoresCooldown?: boolean } = {},
): Promise<Result<Challenge, ResendFailure, { retryAfterSeconds: number }>> {
  const before = await getChallenge(db, id, owner);
  if (!before) return fail('not_found');
  const keep = getSettings().codes.resend === 'same';
  const cooldown = resendCooldownSeconds[Math.min(before.sends, resendCooldownSeconds.length - 1)]!;
  const rows = await db.$queryRaw<Challenge[]>`
    WITH challenge AS (
      UPDATE "Otp"
         SET "generation" = CASE WHEN ${keep} AND "expiresAt" > now() THEN "generation" ELSE "generation" + 1 END,
             "expiresAt" = CASE WHEN ${keep} AND "expiresAt" > now() THEN "expiresAt"
                                ELSE now() + ${ttlSeconds(before.purpose)} * interval '1 second' END,
             -- A vendor's own code dies with ours, until the new message is out.
             "verifier" = CASE WHEN ${keep} AND "expiresAt" > now() THEN "verifier" END,
             "verifierId" = CASE WHEN ${keep} AND "expiresAt" > now() THEN "verifierId" END,
             "sends" = "sends" + 1,
             "resendAvailableAt" = now() + ${cooldown} * interval '1 second'
       WHERE "id" = ${id}::uuid AND ${ownedBy(owner)}
         AND "consumedAt" IS NULL AND "canceledAt" IS NULL AND "attempts" < "maxAttempts"
         AND "sends" < ${maxSends} AND ("resendAvailableAt" <= now() OR ${options.ignoresCooldown ?? false}::boolean)
         AND "createdAt" > now() - ${renewableSeconds} * interval '1 second'
      RETURNING *
    ), delivery AS (
      INSERT INTO "Delivery" ("otpId", "userId", "template", "channel", "address", "locale", "params", "state",
                              "generation", "expiresAt", "traceparent")
      SELECT "id", "userId", 'code', "channel", "address", "locale", ${JSON.stringify(params)}::jsonb,
             CASE WHEN "decoy" THEN 'decoy' ELSE 'queued' END, "generation", "expiresAt", ${currentTraceparent()}
        FROM challenge
    )
    SELECT ${challengeColumns} FROM challenge`;
  if (rows[0]) return ok(rows[0]);
  return refusal((await getChallenge(db, id, owner)) ?? before);
}

function refusal(challenge: Challenge) {
  const status = challengeStatus(challenge);
  if (status === 'used') return fail('code_used' as const);
  if (status === 'canceled') return fail('not_found' as const);
  if (status === 'exhausted') return fail('too_many_attempts' as const);
  const waitMs = challenge.resendAvailableAt.getTime() - challenge.now.getTime();
  if (waitMs > 0) return fail('too_soon' as const, { retryAfterSeconds: Math.ceil(waitMs / 1000) });
  return fail('too_many_sends' as const);
}
