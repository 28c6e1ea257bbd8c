import { createHmac } from 'node:crypto';

/** What a code is derived from. `nonce` is 16 random bytes; `length` is 4 to 10 digits. */
export interface CodeInput {
  id: string;
  nonce: Uint8Array;
  purpose: string;
  address: string;
  generation: number;
  length: number;
  /** What else the code stands for (an operation that it approves): with other data it is another code. */
  binding?: string;
}

/**
 * The code of a challenge: HMAC-SHA-256 over everything it is bound to, reduced to digits without bias. It is never
 * stored: the row and the key, which lives outside the database, give it again (after a crash, for another provider).
 * @returns `length` decimal digits, leading zeros kept.
 */
export function deriveCode(key: Uint8Array, input: CodeInput): string {
  if (!Number.isInteger(input.length) || input.length < 4 || input.length > 10) {
    throw new RangeError('a code has 4 to 10 digits');
  }
  const fields = [input.id, Buffer.from(input.nonce), input.purpose, input.address, String(input.generation)];
  if (input.binding !== undefined) fields.push(input.binding);
  for (let round = 0; ; round++) {
    const mac = createHmac('sha256', key);
    // Each field is preceded by its length: no two different inputs give the same bytes.
    for (const field of [...fields, String(round)]) {
      const bytes = Buffer.from(field);
      const size = Buffer.alloc(4);
      size.writeUInt32BE(bytes.length);
      mac.update(size).update(bytes);
    }
    const code = toDigits(mac.digest(), input.length);
    if (code !== null) return code;
  }
}

/** Four tries of 8 bytes; a value in the incomplete last multiple of 10^n would favour small codes, so it is refused. */
function toDigits(digest: Buffer, length: number): string | null {
  const modulus = 10n ** BigInt(length);
  const limit = (1n << 64n) - ((1n << 64n) % modulus);
  for (let offset = 0; offset < digest.length; offset += 8) {
    const value = digest.readBigUInt64BE(offset);
    if (value < limit) return (value % modulus).toString().padStart(length, '0');
  }
  return null;
}
