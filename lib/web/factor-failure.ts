import type { VerifyFailure } from '@/lib/codes/verify-code';
import type { PasskeyFailure } from '@/lib/flows/accept-passkey';
import type { CheckFailure } from '@/lib/flows/check-factor';
import { type FormAnswer, formError } from './action';
import { fieldError } from './field-error';

interface Failure {
  reason: CheckFailure | PasskeyFailure | VerifyFailure | 'code_malformed' | 'grant_used' | 'way_closed';
  attemptsLeft?: number;
  retryAfterSeconds?: number;
}

/** What the form says when a factor was not accepted. */
export function factorFailure({ reason, attemptsLeft, retryAfterSeconds }: Failure): FormAnswer {
  if (reason === 'code_malformed') return fieldError('code', reason);
  const answer = formError(reason, { n: attemptsLeft ?? 0, seconds: retryAfterSeconds ?? 60 });
  return reason === 'grant_used' ? { ...answer, ended: true } : answer;
}
