import { findFactors } from '@/lib/accounts/factors';
import { findAccountByAddress } from '@/lib/accounts/find-account';
import { fingerprint } from '@/lib/accounts/fingerprint';
import type { Identifier } from '@/lib/accounts/parse-identifier';
import { type PasswordVerdict, verifyPassword } from '@/lib/accounts/password';
import { recordEvent } from '@/lib/audit/record-event';
import type { ChallengeOwner } from '@/lib/codes/challenge';
import { issueGrant } from '@/lib/codes/grants';
import { holdPolicy } from '@/lib/limits/catalogue';
import { clearLimits } from '@/lib/limits/clear-limits';
import { clientSubject } from '@/lib/limits/client-subject';
import { isDeviceSubject } from '@/lib/limits/hold-subject';
import { clearFailures, takeBackGuess } from '@/lib/limits/holds';
import { takeGuess } from '@/lib/limits/take-guess';
import { type LimitUse, takeLimits } from '@/lib/limits/take-limits';
import { fail, ok, type Result } from '@/lib/result';
import { answerInStep } from './answer-in-step';
import { chooseHoldSubject } from './choose-hold-subject';
import type { Deps, Visitor } from './deps';

export interface PasswordSignIn {
  identifier: Identifier;
  password: string;
  owner: ChallengeOwner;
  visitor: Visitor;
}

type Refusal = 'wrong' | 'limited' | 'account_held';

/**
 * Checks a password. An unknown account, a disabled one and one without a password cost the same work and get the same
 * answer. A right password earns a `login` grant, as a right code does: the session comes from redeeming it.
 * A try counts as a failure of the account, together with its codes and factors, before anything is compared.
 */
export async function signInByPassword(
  deps: Deps,
  input: PasswordSignIn,
): Promise<Result<{ grant: string; userId: string }, Refusal, { retryAfterSeconds: number }>> {
  // Imported hashes take longer than ours: without steps, the time would tell whose account has one.
  return answerInStep(
    () => checkPassword(deps, input),
    (result) => !result.ok && result.reason === 'wrong',
  );
}

async function checkPassword(
  { db }: Deps,
  { identifier, password, owner, visitor }: PasswordSignIn,
): Promise<Result<{ grant: string; userId: string }, Refusal, { retryAfterSeconds: number }>> {
  const client = clientSubject(visitor.clientAddress);
  const account = await findAccountByAddress(db, identifier.address);
  const active = account?.status === 'active' ? account : null;
  const subject = await chooseHoldSubject(
    db,
    { userId: active?.id ?? null, address: identifier.address },
    visitor,
  );
  const perClient: LimitUse = {
    limit: 'sign_ins_per_client_and_account',
    subject: `${client}|${identifier.address}`,
  };
  const allowed = await takeLimits(db, [
    perClient,
    { limit: 'sign_ins_per_client', subject: client },
    // Strangers together; a known device is bounded by the two others and by its own hold.
    ...(isDeviceSubject(subject)
      ? []
      : [{ limit: 'sign_ins_per_account', subject: identifier.address } as const]),
  ]);
  if (!allowed.ok) return fail('limited', { retryAfterSeconds: allowed.retryAfterSeconds ?? 60 });
  const guess = await takeGuess(db, subject);
  if (!guess.ok) {
    await recordFailure('account_held');
    return fail('account_held', { retryAfterSeconds: guess.retryAfterSeconds ?? holdPolicy.holdSeconds });
  }
  let right: PasswordVerdict;
  try {
    right = await verifyPassword(active?.passwordHash ?? null, password);
  } catch (error) {
    // Nothing was compared (HashQueueFull): an error of ours costs no guess.
    await takeBackGuess(db, subject);
    throw error;
  }
  if (!active || !right.ok) {
    await recordFailure('sign_in_failed');
    return fail('wrong');
  }
  if (right.upgradedHash) {
    await db.$executeRaw`
      UPDATE "User" SET "passwordHash" = ${right.upgradedHash}
       WHERE "id" = ${active.id}::uuid AND "passwordHash" = ${active.passwordHash}`;
  }
  // Where a second factor is still to come, the first one buys no new guesses at it.
  if ((await findFactors(db, active.id)).length > 0) await takeBackGuess(db, subject);
  else await clearFailures(db, subject);
  await clearLimits(db, [perClient]);
  const grant = await issueGrant(db, {
    purpose: 'login',
    userId: active.id,
    owner,
    context: { methods: ['password'] },
  });
  return ok({ grant, userId: active.id });

  async function recordFailure(type: 'account_held' | 'sign_in_failed'): Promise<void> {
    await recordEvent(db, {
      type,
      userId: active?.id ?? null,
      requestId: visitor.requestId,
      client,
      data: { method: 'password', address: fingerprint(identifier.address) },
    });
  }
}
