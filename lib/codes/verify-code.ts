import { timingSafeEqual } from 'node:crypto';
import { alongside } from '@/lib/db/alongside';
import { type Database, Prisma } from '@/lib/db/client';
import { checkVendorCode } from '@/lib/delivery/check-vendor-code';
import { holdPolicy } from '@/lib/limits/catalogue';
import { freely, type LimitTake, type TakenRow } from '@/lib/limits/take-limits';
import { fail, ok, type Result } from '@/lib/result';
import { type Challenge, type ChallengeOwner, challengeStatus } from './challenge';
import { challengeColumns, ownedBy } from './challenge-columns';
import { deriveChallengeCode } from './derive-challenge-code';
import { getChallenge } from './get-challenge';
import { newGrant } from './grants';
import { grantTtlSeconds, type Purpose } from './purposes';

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
}

/** What the part `session` returns. */
interface WrittenSession {
  isNewDevice: boolean;
  locale: string | null;
}

/** What a right code brings with it: parts of the statement that uses the code up, which may read it as `consumed`. */
export interface RightCode {
  /** Named parts, the last of which is `session`. Where it writes a row, no grant is written. */
  session?: Prisma.Sql;
  /** Further parts, which may read `session` where there is one. */
  also: readonly Prisma.Sql[];
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
  with?: (challenge: Challenge) => RightCode;
}

const { failuresBeforeHold, holdSeconds, failuresBeforeOff } = holdPolicy;

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
  const consumed = await consume(db, counted, grant.hash, input.with?.(counted) ?? { also: [] });
  if (!consumed) return explainRefusal(db, input);
  const { session, ...used } = consumed;
  const { held: _, heldSeconds: __, ...challenge } = counted;
  return ok({ challenge: { ...challenge, ...used }, grant: grant.secret, session });
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
    await takeBack(db, challenge);
    throw error;
  }
}

/** A fault that is not the customer's costs no guess. */
async function takeBack(db: Database, { id, subject }: Challenge): Promise<void> {
  await db.$executeRaw`
    WITH guess AS (
      UPDATE "Otp" SET "attempts" = "attempts" - 1 WHERE "id" = ${id}::uuid AND "attempts" > 0
    )
    UPDATE "Hold" SET "heldUntil" = CASE WHEN "failures" >= ${failuresBeforeHold} THEN NULL ELSE "heldUntil" END,
                      "failures" = GREATEST("failures" - 1, 0), "total" = GREATEST("total" - 1, 0)
     WHERE "subject" = ${subject}`;
}

interface CountedChallenge extends Challenge {
  held: boolean;
  heldSeconds: number;
}

/**
 * Counts one guess of the challenge and one failure of its subject before anything is compared (a success takes the
 * failure back). The upsert of "Hold" locks its row, so guesses over many challenges at once cannot slip past a hold.
 */
async function countAttempt(
  db: Database,
  input: VerifyInput,
  take: LimitTake,
): Promise<{ taken: TakenRow; counted: CountedChallenge | null }> {
  const rows = await db.$queryRaw<(TakenRow & (CountedChallenge | { id: null }))[]>`
    WITH taken AS MATERIALIZED (${take.part}), counted AS (
      UPDATE "Otp" SET "attempts" = "attempts" + 1
       WHERE (SELECT "open" FROM taken)
         AND "id" = ${input.id}::uuid AND ${ownedBy(input.owner)} AND "purpose" IN (${Prisma.join([...input.purposes])})
         AND "attempts" < "maxAttempts" AND "consumedAt" IS NULL AND "canceledAt" IS NULL AND "expiresAt" > now()
         AND NOT EXISTS (SELECT 1 FROM "Hold" WHERE "Hold"."subject" = "Otp"."subject"
                           AND ("heldUntil" > now() OR "total" >= ${failuresBeforeOff}))
      RETURNING *
    ), hold AS (
      INSERT INTO "Hold" AS h ("subject", "failures", "total") SELECT "subject", 1, 1 FROM counted
      ON CONFLICT ("subject") DO UPDATE
         SET "failures" = CASE WHEN h."failures" >= ${failuresBeforeHold} THEN 1 ELSE h."failures" + 1 END,
             "total" = h."total" + 1,
             "heldUntil" = CASE WHEN h."failures" + 1 = ${failuresBeforeHold}
                                THEN now() + ${holdSeconds} * interval '1 second' END,
             "updatedAt" = now()
       WHERE (h."heldUntil" IS NULL OR h."heldUntil" <= now()) AND h."total" < ${failuresBeforeOff}
      RETURNING "subject"
    )
    SELECT "left", "waits", ${challengeColumns}, NOT EXISTS (SELECT 1 FROM hold) AS "held", ${holdSeconds}::int AS "heldSeconds"
      FROM taken LEFT JOIN counted ON true`;
  const { left, waits, ...row } = rows[0]!;
  return { taken: { left, waits }, counted: row.id === null ? null : row };
}

/** All else of the challenge is as it was when the guess was counted: another generation would not have matched. */
interface Used extends Pick<Challenge, 'consumedAt' | 'now'> {
  session: WrittenSession | null;
}

/**
 * Exactly one caller gets the row: the condition and the write are one statement. The grant is part of it, or the session
 * in its place.
 * A right code forgets the failures before it, but for a first one where a second factor is still to come: otherwise
 * repeating the first factor would buy new guesses at the second. Then only this code's own count is taken back.
 */
async function consume(
  db: Database,
  challenge: Challenge,
  grantHash: Uint8Array,
  { session, also }: RightCode,
): Promise<Used | null> {
  const rows = await db.$queryRaw<Used[]>`
    WITH consumed AS (
      UPDATE "Otp" SET "consumedAt" = now()
       WHERE "id" = ${challenge.id}::uuid AND "generation" = ${challenge.generation} AND NOT "decoy"
         AND "consumedAt" IS NULL AND "canceledAt" IS NULL AND "expiresAt" > now()
      RETURNING *
    ), last_step AS (
      SELECT "subject", "purpose" = 'second_factor' OR NOT EXISTS (
               SELECT 1 FROM "Factor" WHERE "Factor"."userId" = consumed."userId" AND "confirmedAt" IS NOT NULL) AS "clears"
        FROM consumed
    ), forgotten AS (
      -- Deleted, not set to 0: each counter is in an index, and most accounts never fail again.
      DELETE FROM "Hold" USING last_step WHERE "clears" AND "Hold"."subject" = last_step."subject"
    ), taken_back AS (
      UPDATE "Hold" SET "failures" = GREATEST("failures" - 1, 0), "total" = GREATEST("total" - 1, 0),
                        "heldUntil" = NULL, "updatedAt" = now()
        FROM last_step WHERE NOT "clears" AND "Hold"."subject" = last_step."subject"
    ), account AS (
      -- Known devices and applications have a count of their own (lib/limits/hold-subject.ts); a success there ends "off"
      -- for the account.
      UPDATE "Hold" SET "total" = "failures", "toldTotal" = 0
        FROM last_step WHERE "clears" AND last_step."subject" LIKE '%/%'
         AND "Hold"."subject" = split_part(last_step."subject", '/', 1)
    )${session ? Prisma.sql`, ${session}` : Prisma.empty}, granted AS (
      INSERT INTO "Grant" ("tokenHash", "purpose", "userId", "otpId", "address", "channel", "browserHash", "clientId",
                           "context", "expiresAt")
      SELECT ${grantHash}::bytea, "purpose", "userId", "id", "address", "channel", "browserHash", "clientId", "context",
             now() + ${grantTtlSeconds} * interval '1 second'
        FROM consumed ${session ? Prisma.sql`WHERE NOT EXISTS (SELECT 1 FROM session)` : Prisma.empty}
    )${alongside(also)}
    SELECT "consumedAt", now() AS "now", ${session ? Prisma.sql`(SELECT to_json(session) FROM session)` : Prisma.sql`NULL::json`} AS "session"
      FROM consumed`;
  return rows[0] ?? null;
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
  return fail('account_held' as const, { retryAfterSeconds: Math.max(holds[0]?.seconds ?? holdSeconds, 1) });
}

function equalCodes(expected: string, typed: string): boolean {
  const a = Buffer.from(expected);
  const b = Buffer.from(typed);
  return a.length === b.length && timingSafeEqual(a, b);
}
