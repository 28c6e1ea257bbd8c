import type { PasswordProblem } from '@/lib/accounts/password';
import { getSettings } from '@/lib/config/settings';
import { publicText } from '@/lib/schemas/public-text';

/** The sentence about a refused password. */
export function explainPasswordProblem(problem: PasswordProblem): string {
  return publicText(problem, { n: getSettings().passwordMinLength });
}
