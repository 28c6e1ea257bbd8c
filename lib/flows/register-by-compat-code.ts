import { checkPassword, type PasswordProblem } from '@/lib/accounts/password';
import type { ChallengeOwner } from '@/lib/codes/challenge';
import { repurposeGrant } from '@/lib/codes/repurpose-grant';
import type { VerifyExtra } from '@/lib/codes/verify-code';
import { fail, ok, type Result } from '@/lib/result';
import type { Deps, Visitor } from './deps';
import { registerByApi } from './register-by-api';
import { type ApiSession, startApiSession } from './start-api-session';
import { type CompatFailure, verifyCompatCode } from './verify-compat-code';

export interface CompatRegistration {
  email: string | null;
  /** The address that the code proves. */
  phone: string;
  password: string;
  name?: string;
  code: string;
  owner: ChallengeOwner;
  visitor: Visitor;
}

/**
 * An account with the phone that the code proves. The e-mail address is nobody's yet: it waits until its owner proves it,
 * so that typing a stranger's keeps nobody out of their own.
 */
export async function registerByCompatCode(
  deps: Deps,
  input: CompatRegistration,
): Promise<
  Result<
    { userId: string; session: ApiSession | null },
    CompatFailure | 'password_weak' | 'address_taken',
    VerifyExtra & { problem: PasswordProblem }
  >
> {
  const { email, phone, password, name, owner, visitor } = input;
  // Before the code is used up: a weak password is no reason to pay for another message.
  const checked = await checkPassword(password, { name, email, phone });
  if (!checked.ok) return fail('password_weak', { problem: checked.reason });
  const verified = await verifyCompatCode(deps, { address: phone, typed: input.code, owner, visitor });
  if (!verified.ok) return verified;
  const { grant } = verified.value;
  const other = email === null ? null : { kind: 'email', address: email };
  const registration = { name: name ?? '', passwordHash: null, other };
  if (!(await repurposeGrant(deps.db, grant, 'registration', owner, { registration })))
    return fail('code_expired');
  const registered = await registerByApi(deps, { grant, password, owner, visitor });
  if (!registered.ok) {
    const { reason, ...extra } = registered;
    return reason === 'grant_used' ? fail('code_expired') : { ...extra, ok: false, reason };
  }
  const session = await startApiSession(deps, { grant: registered.value.grant, owner, visitor });
  return ok({ userId: registered.value.customer.id, session: session.ok ? session.value : null });
}
