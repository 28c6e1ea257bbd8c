import { findKey } from '@/lib/config/keys';
import { canonicalText } from './canonical-text';
import { type CodeInput, deriveCode } from './derive-code';

/**
 * The code of a challenge row under the key that its row names. The code of an approval follows from what it approves,
 * too: whoever edits the row has another code.
 * @returns null when that key's secret is no longer configured: the challenge can neither be sent nor verified.
 */
export function deriveChallengeCode(
  challenge: CodeInput & { keyId: string; context?: unknown },
): string | null {
  const key = findKey('code', challenge.keyId);
  if (key === null) return null;
  const binding = challenge.purpose === 'approval' ? canonicalText(challenge.context) : undefined;
  return deriveCode(key.bytes, { ...challenge, binding });
}
