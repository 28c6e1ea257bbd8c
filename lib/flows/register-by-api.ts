import { type Account, findAccountById } from '@/lib/accounts/find-account';
import type { PasswordProblem } from '@/lib/accounts/password';
import { clientSubject } from '@/lib/limits/client-subject';
import { takeLimits } from '@/lib/limits/take-limits';
import { fail, ok, type Result } from '@/lib/result';
import type { Deps } from './deps';
import { type RegisterInput, register } from './register';

/** Makes an account for a client of the API, and shows it. */
export async function registerByApi(
  deps: Deps,
  input: RegisterInput,
): Promise<
  Result<
    { customer: Account; grant: string },
    'grant_used' | 'address_taken' | 'password_weak' | 'limited',
    { problem: PasswordProblem; retryAfterSeconds: number }
  >
> {
  const { api, clientAddress } = input.visitor;
  const subject = clientSubject(clientAddress);
  const allowed = await takeLimits(
    deps.db,
    api?.keyId ? [] : [{ limit: 'registrations_per_client', subject }],
  );
  if (!allowed.ok) return fail('limited', { retryAfterSeconds: allowed.retryAfterSeconds ?? 60 });
  const registered = await register(deps, input);
  if (!registered.ok) return registered;
  const customer = await findAccountById(deps.db, registered.value.userId);
  return ok({ customer: customer!, grant: registered.value.grant });
}
