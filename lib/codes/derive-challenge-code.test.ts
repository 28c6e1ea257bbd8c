import { afterEach, describe, expect, it, vi } from 'vitest';

const challenge = {
  id: '6f1f6d5e-3b1c-4e0a-9c38-0f4b2f8a1c11',
  nonce: Buffer.alloc(16, 1),
  purpose: 'login',
  address: 'ann@example.com',
  generation: 0,
  length: 10,
};
const first = 'the-first-secret-0123456789-abcdefgh';
const second = 'the-second-secret-9876543210-hgfedcba';

/** The process as it is after a start with these secrets. */
async function startWith(secret: string, former: string) {
  vi.resetModules();
  vi.stubEnv('APP_SECRET', secret);
  vi.stubEnv('APP_SECRET_PREVIOUS', former);
  const { getKey } = await import('@/lib/config/keys');
  const { deriveChallengeCode } = await import('./derive-challenge-code');
  return { keyId: getKey('code').id, deriveChallengeCode };
}

afterEach(() => vi.unstubAllEnvs());

describe('deriveChallengeCode over a rotation of APP_SECRET', () => {
  it('still gives the code that was issued under the former secret', async () => {
    const before = await startWith(first, '');
    const issued = before.deriveChallengeCode({ ...challenge, keyId: before.keyId });
    const after = await startWith(second, first);
    expect(after.keyId).not.toBe(before.keyId);
    expect(after.deriveChallengeCode({ ...challenge, keyId: before.keyId })).toBe(issued);
    expect(after.deriveChallengeCode({ ...challenge, keyId: after.keyId })).not.toBe(issued);
  });

  it('gives nothing once the former secret is gone', async () => {
    const before = await startWith(first, '');
    const after = await startWith(second, '');
    expect(after.deriveChallengeCode({ ...challenge, keyId: before.keyId })).toBeNull();
  });
});
