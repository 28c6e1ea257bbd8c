import { getChallenge } from '@/lib/codes/get-challenge';
import type { Verified, VerifyExtra, VerifyFailure } from '@/lib/codes/verify-code';
import { getSettings } from '@/lib/config/settings';
import { fail, type Result } from '@/lib/result';
import { codeSchema } from '@/lib/schemas/code';
import type { Deps } from './deps';
import { type VerificationInput, verifyCode } from './verify-code';

/** Checks a code as a client sent it. One that cannot be right by its form alone costs no guess. */
export async function checkTypedCode(
  deps: Deps,
  { typed, ...input }: Omit<VerificationInput, 'code'> & { typed: string },
): Promise<Result<Verified, VerifyFailure | 'limited' | 'code_malformed', VerifyExtra>> {
  const code = codeSchema.safeParse(typed);
  if (!code.success) return fail('code_malformed');
  if (code.data.length !== getSettings().codes.length) {
    // Rarely right: OTP_LENGTH was changed while the code was on its way.
    const challenge = await getChallenge(deps.db, input.id, input.owner);
    if (challenge && challenge.length !== code.data.length) return fail('code_malformed');
  }
  return verifyCode(deps, { ...input, code: code.data });
}
