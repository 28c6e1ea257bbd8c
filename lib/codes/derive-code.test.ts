import { randomBytes, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CodeInput, deriveCode } from './derive-code';

const key = Buffer.alloc(32, 7);

function input(over: Partial<CodeInput> = {}): CodeInput {
  return {
    id: '6f1f6d5e-3b1c-4e0a-9c38-0f4b2f8a1c11',
    nonce: Buffer.alloc(16, 1),
    purpose: 'login',
    address: 'ann@example.com',
    generation: 0,
    length: 6,
    ...over,
  };
}

describe('deriveCode', () => {
  it('gives exactly the digits asked for, leading zeros kept', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 4, max: 10 }),
        fc.uint8Array({ minLength: 16, maxLength: 16 }),
        (length, nonce) => {
          expect(deriveCode(key, input({ length, nonce }))).toMatch(new RegExp(`^[0-9]{${length}}$`));
        },
      ),
    );
    const leading = Array.from({ length: 200 }, (_, generation) => deriveCode(key, input({ generation })));
    expect(leading.some((code) => code.startsWith('0'))).toBe(true);
  });

  it('gives the same code for the same input, always', () => {
    expect(deriveCode(key, input())).toBe(deriveCode(key, input()));
    // Written down: a change of the derivation would kill every code that is on its way during an upgrade.
    expect(deriveCode(key, input())).toBe('017621');
  });

  it.each([
    ['id', { id: randomUUID() }],
    ['nonce', { nonce: randomBytes(16) }],
    ['purpose', { purpose: 'password_reset' }],
    ['address', { address: 'bob@example.com' }],
    ['generation', { generation: 1 }],
  ])('is bound to the %s', (_, over) => {
    // Ten digits: an accidental match is one in ten thousand million.
    expect(deriveCode(key, input({ length: 10, ...over }))).not.toBe(deriveCode(key, input({ length: 10 })));
  });

  it('is bound to the key', () => {
    expect(deriveCode(Buffer.alloc(32, 8), input({ length: 10 }))).not.toBe(
      deriveCode(key, input({ length: 10 })),
    );
  });

  it('does not let two fields run into each other', () => {
    const one = deriveCode(key, input({ length: 10, purpose: 'ab', address: 'c' }));
    const other = deriveCode(key, input({ length: 10, purpose: 'a', address: 'bc' }));
    expect(one).not.toBe(other);
  });

  it('spreads codes evenly over all ten digits in every place', () => {
    const draws = 8_000;
    const counts = Array.from({ length: 6 }, () => new Array<number>(10).fill(0));
    for (let index = 0; index < draws; index++) {
      const code = deriveCode(key, input({ generation: index }));
      for (const [place, digit] of [...code].entries()) counts[place]![Number(digit)]! += 1;
    }
    for (const place of counts) {
      const chiSquare = place.reduce((sum, count) => sum + (count - draws / 10) ** 2 / (draws / 10), 0);
      // 9 degrees of freedom: above 33.7 once in 10,000. The inputs are fixed, so this never flickers.
      expect(chiSquare).toBeLessThan(33.7);
    }
  });

  it('refuses lengths that are no code', () => {
    for (const length of [0, 3, 11, 6.5, Number.NaN])
      expect(() => deriveCode(key, input({ length }))).toThrow(RangeError);
  });
});
