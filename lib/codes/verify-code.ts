import { timingSafeEqual } from 'node:crypto';
import type { Database } from '@/lib/db/client';
import { checkVendorCode } from '@/lib/delivery/check-vendor-code';
import { holdPolicy } from '@/lib/limits/catalogue';
import { freely, type LimitTake } from '@/lib/limits/take-limits';
import { fail, ok, type Result } from '@/lib/result';
import { type Challenge, type ChallengeOwner, challengeStatus } from './challenge';
import { consumeChallenge, type RightCode, type WrittenSession } from './consume-challenge';
import { type CountedChallenge, countAttempt, takeBackAttempt } from './count-attempt';
import { deriveChallengeCode } from './derive-challenge-code';
import { getChallenge } from './get-challenge';
import { newGrant } from './grants';
import type { Purpose } from './purposes';

export type { RightCode };

export type VerifyFailure =
  | 'code_incorrect'
  | 'code_expired'
  | 'code_used'
  | 'too_many_attempts'
  | 'account_held'
  | 'not_found';

export interface VerifyExtra {
  attemptsLeft: number;
  retryAfterSeconds: number;
}

export interface Verified {
  challenge: Challenge;
  /** The secret of a single-use grant for what the purpose allows. Shown once, stored hashed. Worth nothing where there is a `session`. */
  grant: string;
  /** The session that was written in place of the grant. */
  session: WrittenSession | null;
  /** A new password was set in place of the grant. */
  isReset: boolean;
}

export interface VerifyInput {
  id: string;
  /** ASCII digits, already normalised and checked for form: a malformed code never comes here and costs no guess. */
  code: string;
  owner: ChallengeOwner;
  /** The purposes that this caller may verify: a code for one is refused for every other. */
  purposes: readonly Purpose[];
  /** What a guess takes of the caller's allowance: in the statement that counts it, and before it. */
  take?: LimitTake;
  /** Asked for when the code was found right, and before it is used up. */
  with?: (challenge: CountedChallenge) => RightCode | Promise<RightCode>;
}

/**
 * Checks a typed code in the order that leaves no gap: the guess is counted first, in its own statement; over the
 * limit nothing is compared; the comparison is constant in time; then a conditional update lets exactly one caller win.
 * Where a vendor made the code, it is asked in place of the comparison; when it does not answer, the guess is taken back.
 */
export async function verifyCode(
  db: Database,
  input: VerifyInput,
  askVendor: AskVendor = checkVendorCode,
): Promise<Result<Verified, VerifyFailure | 'limited', VerifyExtra>> {
  const { take = freely } = input;
  const counting = await countAttempt(db, input, take);
  const allowed = take.read(counting.taken);
  if (!allowed.ok) return fail('limited', { retryAfterSeconds: allowed.retryAfterSeconds ?? 60 });
  const { counted } = counting;
  if (!counted) return explainRefusal(db, input);
  if (counted.held) return fail('account_held', { retryAfterSeconds: counted.heldSeconds });
  if (!(await isRight(db, counted, input.code, askVendor))) {
    const attemptsLeft = counted.maxAttempts - counted.attempts;
    return attemptsLeft > 0
      ? fail('code_incorrect', { attemptsLeft })
      : fail('too_many_attempts', { attemptsLeft });
  }
  const grant = newGrant();
  const right = (await input.with?.(counted)) ?? { also: [] };
  const consumed = await consumeChallenge(db, counted, grant.hash, right);
  if (!consumed) return explainLoss(db, input, counted);
  const { written, ...used } = consumed;
  const { held: _, heldSeconds: __, proves: ___, ...challenge } = counted;
  const session = right.instead?.name === 'session' ? written : null;
  const isReset = right.instead?.name === 'spent' && written !== null;
  return ok({ challenge: { ...challenge, ...used }, grant: grant.secret, session, isReset });
}

/** Whether a vendor finds the code right; null when the code is ours. @throws when it does not answer */
export type AskVendor = (challenge: Challenge, code: string) => Promise<boolean | null>;

async function isRight(
  db: Database,
  challenge: Challenge,
  typed: string,
  askVendor: AskVendor,
): Promise<boolean> {
  const expected = deriveChallengeCode(challenge);
  const equal = expected !== null && equalCodes(expected, typed);
  try {
    return ((await askVendor(challenge, typed)) ?? equal) && !challenge.decoy;
  } catch (error) {
    await takeBackAttempt(db, challenge);
    throw error;
  }
}

/** Says why no guess was taken. Only the owner of the challenge gets any answer but "not there". */
async function explainRefusal(db: Database, input: VerifyInput) {
  const challenge = await getChallenge(db, input.id, input.owner);
  if (!challenge || !input.purposes.includes(challenge.purpose)) return fail('not_found' as const);
  const reasons = {
    used: 'code_used',
    canceled: 'code_expired',
    exhausted: 'too_many_attempts',
    expired: 'code_expired',
  } as const;
  const status = challengeStatus(challenge);
  if (status !== 'live') return fail(reasons[status], { attemptsLeft: 0 });
  const holds = await db.$queryRaw<{ seconds: number | null }[]>`
    SELECT ceil(extract(epoch FROM "heldUntil" - now()))::int AS "seconds" FROM "Hold"
     WHERE "subject" = ${challenge.subject}`;
  return fail('account_held' as const, {
    retryAfterSeconds: Math.max(holds[0]?.seconds ?? holdPolicy.holdSeconds, 1),
  });
}

/**
 * Says what became of a right code before it could be used up: a vendor was asked in between, a password hashed. Its guess was
 * counted and the account not held, so neither is the reason.
 */
async function explainLoss(db: Database, { id, owner }: VerifyInput, { generation }: Challenge) {
  const challenge = await getChallenge(db, id, owner);
  if (!challenge) return fail('not_found' as const);
  if (challenge.consumedAt) return fail('code_used' as const, { attemptsLeft: 0 });
  // Another one was sent, and this is a wrong one, as it would be a moment later.
  if (challenge.generation !== generation && challengeStatus(challenge) !== 'canceled') {
    const attemptsLeft = challenge.maxAttempts - challenge.attempts;
    return fail(attemptsLeft > 0 ? 'code_incorrect' : 'too_many_attempts', { attemptsLeft });
  }
  return fail('code_expired' as const, { attemptsLeft: 0 });
}

function equalCodes(expected: string, typed: string): boolean {
  const a = Buffer.from(expected);
  const b = Buffer.from(typed);
  return a.length === b.length && timingSafeEqual(a, b);
}
