import type { Identifier } from '@/lib/accounts/parse-identifier';
import { checkPassword, hashPassword, type PasswordProblem } from '@/lib/accounts/password';
import type { ChallengeOwner } from '@/lib/codes/challenge';
import { clientSubject } from '@/lib/limits/client-subject';
import { takeLimits } from '@/lib/limits/take-limits';
import { fail, type Result } from '@/lib/result';
import type { Deps, Visitor } from './deps';
import { type RequestedCode, requestCode } from './request-code';

export interface PendingRegistration {
  name: string;
  passwordHash: string | null;
  /** The second address, if two were given: it stays unproved until its owner proves it from the account page. */
  other: { kind: 'email' | 'phone'; address: string } | null;
}

export interface RequestRegistrationInput {
  /** The address to prove first. */
  identifier: Identifier;
  other: Identifier | null;
  name: string;
  /** Null: an account without one, which signs in by code. */
  password: string | null;
  owner: ChallengeOwner;
  visitor: Visitor;
  replaces?: string | null;
}

/**
 * Sends a code to the address of a new account. What else was typed waits with the challenge; the password only as its
 * hash, which is made before anybody looks whether the address is known, so that both take as long.
 */
export async function requestRegistration(
  deps: Deps,
  input: RequestRegistrationInput,
): Promise<
  Result<
    RequestedCode,
    'limited' | 'channel_not_offered' | 'password_weak',
    { problem: PasswordProblem; retryAfterSeconds: number }
  >
> {
  const { identifier, other, name, password, visitor } = input;
  const subject = clientSubject(visitor.clientAddress);
  const allowed = await takeLimits(deps.db, [{ limit: 'registrations_per_client', subject }]);
  if (!allowed.ok) return fail('limited', { retryAfterSeconds: allowed.retryAfterSeconds ?? 60 });
  const pending: PendingRegistration = {
    name,
    passwordHash: null,
    other: other && { kind: other.kind, address: other.address },
  };
  if (password !== null) {
    const addresses = {
      [identifier.kind]: identifier.address,
      ...(other && { [other.kind]: other.address }),
    };
    const checked = await checkPassword(password, { name, ...addresses });
    if (!checked.ok) return fail('password_weak', { problem: checked.reason });
    pending.passwordHash = await hashPassword(password);
  }
  return requestCode(deps, {
    purpose: 'registration',
    identifier,
    owner: input.owner,
    visitor,
    replaces: input.replaces,
    context: { registration: { ...pending } },
  });
}

/** What requestRegistration left with the challenge; empty for a code that was asked for by API. */
export function readRegistration(context: unknown): PendingRegistration {
  const held = context as { registration?: PendingRegistration } | null;
  return held?.registration ?? { name: '', passwordHash: null, other: null };
}
