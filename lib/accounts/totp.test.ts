import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { findFactors } from './factors';
import { acceptTotp, confirmTotp, getPendingTotpSecret, matchStep, startTotp } from './totp';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.close());

/** RFC 6238 written again, so that the library is not its own witness. */
function independentCode(secret: Uint8Array, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', secret).update(counter).digest();
  const offset = mac[19]! & 15;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

async function currentStep(): Promise<number> {
  const rows = await test.db.$queryRaw<
    { step: number }[]
  >`SELECT floor(extract(epoch FROM now()) / 30)::int AS "step"`;
  return rows[0]!.step;
}

/** An account with an app that is turned on, whose next codes are all unused. */
async function addAuthenticator(): Promise<{ userId: string; secret: Buffer }> {
  const { id } = await test.db.user.create({ data: {} });
  await startTotp(test.db, id);
  const secret = (await getPendingTotpSecret(test.db, id))!;
  expect(await confirmTotp(test.db, id, independentCode(secret, await currentStep()))).toBe(true);
  await test.db.factor.updateMany({ where: { userId: id }, data: { lastStep: null } });
  return { userId: id, secret };
}

describe('matchStep', () => {
  // RFC 6238, appendix B: T=0x23523EC is 1111111109, with the last 6 of its 8 digits.
  const secret = Buffer.from('12345678901234567890');
  const step = BigInt(0x23523ec);

  it('knows the codes of the standard', async () => {
    expect(await matchStep(secret, '081804', step, 0)).toBe(step);
    expect(await matchStep(secret, '050471', step + 1n, 0)).toBe(step + 1n);
  });

  it('takes the step before, and no older one', async () => {
    expect(await matchStep(secret, '081804', step + 1n, 0)).toBe(step);
    expect(await matchStep(secret, '081804', step + 2n, 0)).toBeNull();
  });

  it('takes a step ahead only from a clock that is known to be fast', async () => {
    expect(await matchStep(secret, '081804', step - 1n, 0)).toBeNull();
    expect(await matchStep(secret, '081804', step - 1n, 1)).toBe(step);
    expect(await matchStep(secret, '081804', step - 2n, 1)).toBeNull();
  });

  it('refuses what is no code at all', async () => {
    for (const typed of ['', '81804', '0818040', 'abcdef'])
      expect(await matchStep(secret, typed, step, 0)).toBeNull();
  });
});

describe('an authenticator app', () => {
  it('has 160 random bits, and is no factor before its first code', async () => {
    const { id } = await test.db.user.create({ data: {} });
    expect(await startTotp(test.db, id)).toBe('started');
    const secret = (await getPendingTotpSecret(test.db, id))!;
    expect(secret).toHaveLength(20);
    expect(await findFactors(test.db, id)).toEqual([]);
    expect(await acceptTotp(test.db, id, independentCode(secret, await currentStep()))).toBe('wrong');
    expect(await confirmTotp(test.db, id, '000000')).toBe(false);
    expect(await findFactors(test.db, id)).toEqual([]);
  });

  it('is turned on by its first code, which is used up by that', async () => {
    const { id } = await test.db.user.create({ data: {} });
    await startTotp(test.db, id);
    const secret = (await getPendingTotpSecret(test.db, id))!;
    const code = independentCode(secret, await currentStep());
    expect(await confirmTotp(test.db, id, code)).toBe(true);
    expect(await findFactors(test.db, id)).toMatchObject([{ kind: 'totp' }]);
    expect(await acceptTotp(test.db, id, code)).toBe('replayed');
    expect(await getPendingTotpSecret(test.db, id)).toBeNull();
    expect(await startTotp(test.db, id)).toBe('already_on');
  });

  it('remembers a clock that is ahead', async () => {
    const { id } = await test.db.user.create({ data: {} });
    await startTotp(test.db, id);
    const secret = (await getPendingTotpSecret(test.db, id))!;
    const ahead = independentCode(secret, (await currentStep()) + 2);
    expect(await confirmTotp(test.db, id, ahead)).toBe(true);
    expect((await test.db.factor.findFirst({ where: { userId: id } }))!.aheadSteps).toBeGreaterThan(0);
  });

  it('has its secret in the database only encrypted, for this account alone', async () => {
    const { userId, secret } = await addAuthenticator();
    const row = (await test.db.factor.findFirst({ where: { userId } }))!;
    expect(Buffer.from(row.secret!).includes(secret)).toBe(false);
    const other = await addAuthenticator();
    await test.db.factor.updateMany({ where: { userId: other.userId }, data: { secret: row.secret } });
    await expect(acceptTotp(test.db, other.userId, '123456')).rejects.toThrow();
  });

  it('lets one of twenty equal codes at the same time through', async () => {
    const { userId, secret } = await addAuthenticator();
    const code = independentCode(secret, await currentStep());
    const answers = await Promise.all(Array.from({ length: 20 }, () => acceptTotp(test.db, userId, code)));
    expect(answers.filter((answer) => answer === 'accepted')).toHaveLength(1);
    expect(answers.filter((answer) => answer === 'replayed')).toHaveLength(19);
  });

  it('refuses an older step after a newer one', async () => {
    const { userId, secret } = await addAuthenticator();
    const step = await currentStep();
    expect(await acceptTotp(test.db, userId, independentCode(secret, step))).toBe('accepted');
    expect(await acceptTotp(test.db, userId, independentCode(secret, step - 1))).not.toBe('accepted');
  });
});
