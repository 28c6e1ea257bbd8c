import type { SecondFactorWay } from '@/lib/flows/second-factor-ways';
import { fail, ok, type Result } from '@/lib/result';
import { backupCodeSchema } from '@/lib/schemas/backup-code';
import { codeSchema } from '@/lib/schemas/code';

/** What was typed for a way, in the form in which it is compared. A malformed code costs no guess. */
export function readFactorCode(
  way: SecondFactorWay,
  typed: string,
): Result<string, 'code_malformed' | 'backup_code_malformed' | 'password_required'> {
  if (way === 'password') return typed === '' ? fail('password_required') : ok(typed);
  if (way === 'backup') {
    const code = backupCodeSchema.safeParse(typed);
    return code.success ? ok(code.data) : fail('backup_code_malformed');
  }
  const code = codeSchema.safeParse(typed);
  // Apps show six digits, always.
  const isCode = code.success && (way !== 'totp' || code.data.length === 6);
  return isCode ? ok(code.data) : fail('code_malformed');
}
