import type { Settings } from '@/lib/config/settings';
import { type Finding, fine, warning } from './finding';

const wanted = 128;
const placeholder = /change.?me|secret|password|example|latchkey|your[-_ ]|x{6,}|1234567/i;
const remedy =
  'Make one with `openssl rand -base64 32`, set it as APP_SECRET, and the former one as APP_SECRET_PREVIOUS (docs/operate.md).';

/** Every key comes from the secret. The start refuses the hopeless; this looks for what only seems random. */
export function checkSecret({ appSecret }: Settings, { kept }: { kept: boolean }): Finding {
  const bits = Math.floor(estimateBits(appSecret));
  if (placeholder.test(appSecret)) {
    return warning('secret', 'APP_SECRET looks like words or a placeholder from a guide.', remedy);
  }
  if (bits < wanted) return warning('secret', `APP_SECRET is worth about ${bits} bits.`, remedy);
  return fine(
    'secret',
    kept ? 'The secret was made here and is kept in .data/secret.' : 'APP_SECRET is strong.',
  );
}

/** Shannon's entropy of its characters: an upper bound, which is enough to find repetition. */
function estimateBits(text: string): number {
  const counts = new Map<string, number>();
  for (const sign of text) counts.set(sign, (counts.get(sign) ?? 0) + 1);
  return [...counts.values()].reduce((bits, count) => bits - count * Math.log2(count / text.length), 0);
}
