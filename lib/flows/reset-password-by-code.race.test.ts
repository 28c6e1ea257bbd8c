import { describe, expect, it } from 'vitest';
import { hashPassword } from '@/lib/accounts/password';
import { getLiveSession } from '@/lib/accounts/sessions';
import { wrongFor } from '@/lib/codes/challenge-fixture';
import { resendCode } from '@/lib/codes/resend-code';
import { cancelCode } from './cancel-code';
import { type AskedReset, type CustomersReset, newPassword, prepareResets } from './reset-by-code-fixture';
import { resetPassword } from './reset-password';
import { knownPassword } from './signed-in-fixture';
import { readCode } from './visit-fixture';
import { watch } from './watch-fixture';

const test = prepareResets();
const { ask, askForCustomer, atOnce, inTwoSteps, opens } = test;

describe('where something comes between the code and its use', () => {
  it.each(['the account', 'the code'])('%s that ends meanwhile keeps the old password', async (what) => {
    const asked = await askForCustomer();
    const { id, userId } = asked;
    const db = watch(test.db, async (sql) => {
      if (!sql.includes('SET "passwordHash"')) return;
      if (what === 'the account') {
        await test.db.user.update({ where: { id: userId }, data: { status: 'disabled' } });
      } else {
        await test.db.otp.update({ where: { id }, data: { canceledAt: new Date() } });
      }
    });
    expect(await atOnce(asked, { db })).toMatchObject({
      reason: what === 'the account' ? 'grant_used' : 'code_expired',
    });
    expect(await opens(userId, knownPassword)).toBe(true);
    expect(await getLiveSession(test.db, asked.customer.token)).toEqual(
      what === 'the account' ? null : expect.anything(),
    );
  });

  /** A right code, and what happens while its password is hashed: before the statement that uses it up. */
  async function whileItIsHashed(
    happens: (asked: CustomersReset) => Promise<unknown>,
    over: { maxAttempts?: number } = {},
  ) {
    const asked = await askForCustomer();
    await test.db.otp.update({ where: { id: asked.id }, data: over });
    let happened: unknown;
    const db = watch(test.db, async (sql) => {
      if (sql.includes('SET "passwordHash"')) happened = await happens(asked);
    });
    return { asked, answer: await atOnce(asked, { db }), happened };
  }
  const guessWrongly = (asked: AskedReset) => atOnce(asked, { typed: wrongFor(asked.code), db: test.other });
  const expire = ({ id }: AskedReset) =>
    test.db.otp.update({ where: { id }, data: { expiresAt: new Date(Date.now() - 1000) } });
  const sendAgain = ({ id, owner }: AskedReset) =>
    resendCode(test.other, id, owner, {}, { ignoresCooldown: true });

  it('a code that was sent again is a wrong one, as it would be a moment later; the new one is good', async () => {
    const { asked, answer, happened } = await whileItIsHashed(sendAgain);
    expect(happened).toMatchObject({ ok: true });
    expect(answer).toEqual({ ok: false, reason: 'code_incorrect', attemptsLeft: 4 });
    expect(await opens(asked.userId, knownPassword)).toBe(true);
    expect(await test.db.auditEvent.findMany({ where: { otpId: asked.id, type: 'account_held' } })).toEqual(
      [],
    );
    const code = await readCode(test.db, asked.id, asked.owner);
    expect(await atOnce({ ...asked, code })).toMatchObject({ ok: true });
    expect(await opens(asked.userId, newPassword)).toBe(true);
  });

  it('a code that was sent again and guessed away has no guess left', async () => {
    const { answer } = await whileItIsHashed(
      async (asked) => {
        await sendAgain(asked);
        await guessWrongly({ ...asked, code: await readCode(test.db, asked.id, asked.owner) });
      },
      { maxAttempts: 2 },
    );
    expect(answer).toEqual({ ok: false, reason: 'too_many_attempts', attemptsLeft: 0 });
  });

  it.each([5, 1])('a code that expires, of %s guesses, has expired', async (maxAttempts) => {
    const { asked, answer } = await whileItIsHashed(expire, { maxAttempts });
    expect(answer).toEqual({ ok: false, reason: 'code_expired', attemptsLeft: 0 });
    expect(await opens(asked.userId, knownPassword)).toBe(true);
  });

  it('a code that is cancelled has ended', async () => {
    const { asked, answer, happened } = await whileItIsHashed((asked) =>
      cancelCode({ db: test.other }, asked),
    );
    expect(happened).toMatchObject({ ok: true });
    expect(answer).toMatchObject({ reason: 'code_expired', attemptsLeft: 0 });
    expect(await opens(asked.userId, knownPassword)).toBe(true);
  });

  it('a second request with the same code sets the password, and the first one is told that it was used', async () => {
    const { asked, answer, happened } = await whileItIsHashed((asked) =>
      atOnce(asked, { db: test.other, given: 'another harbour lamp 43' }),
    );
    expect(happened).toMatchObject({ ok: true });
    expect(answer).toMatchObject({ reason: 'code_used' });
    expect(await opens(asked.userId, 'another harbour lamp 43')).toBe(true);
    const { userId } = asked;
    expect(await test.db.auditEvent.count({ where: { userId, type: 'password_reset' } })).toBe(1);
  });

  it.each([
    ['leaves four others', 5, 'code_incorrect'],
    ['is the last one', 2, 'too_many_attempts'],
    ['comes after the last one', 1, 'too_many_attempts'],
  ] as const)('a wrong guess that %s takes nothing from the right one', async (_, maxAttempts, reason) => {
    const { asked, answer, happened } = await whileItIsHashed(guessWrongly, { maxAttempts });
    expect(happened).toMatchObject({ ok: false, reason });
    expect(answer).toEqual({ ok: true, value: { userId: asked.userId } });
    expect(await opens(asked.userId, newPassword)).toBe(true);
  });

  it('a hold that others earn takes nothing from the right one, which ends it', async () => {
    const { asked, answer, happened } = await whileItIsHashed(async (asked) => {
      await test.db.hold.updateMany({
        where: { subject: `user:${asked.userId}` },
        data: { failures: 10, total: 10, heldUntil: new Date(Date.now() + 900_000) },
      });
      return guessWrongly(asked);
    });
    expect(happened).toMatchObject({ reason: 'account_held' });
    expect(answer).toMatchObject({ ok: true });
    expect(await test.db.hold.count({ where: { subject: `user:${asked.userId}` } })).toBe(0);
  });

  it('another way to a new password ends the code', async () => {
    const { asked, answer, happened } = await whileItIsHashed(async (asked) =>
      atOnce(await ask(asked.account.email!), { db: test.other, given: 'another harbour lamp 43' }),
    );
    expect(happened).toMatchObject({ ok: true });
    expect(answer).toMatchObject({ reason: 'code_expired' });
    expect(await opens(asked.userId, 'another harbour lamp 43')).toBe(true);
  });

  it('an account that is deleted takes its code with it', async () => {
    const { answer } = await whileItIsHashed(({ userId }) => test.db.user.delete({ where: { id: userId } }));
    expect(answer).toMatchObject({ reason: 'not_found' });
  });

  it('an account that is switched off keeps its password, by a grant, too', async () => {
    const asked = await askForCustomer();
    const { userId } = asked;
    const db = watch(test.db, async (sql) => {
      if (!sql.includes('SET "passwordHash"')) return;
      await test.db.user.update({ where: { id: userId }, data: { status: 'disabled' } });
    });
    expect(await inTwoSteps(asked, { db })).toMatchObject({ reason: 'grant_used' });
    expect(await opens(userId, knownPassword)).toBe(true);
  });

  it('more passwords than can be hashed leave a grant to go on with', async () => {
    const asked = await askForCustomer();
    const hashes: Promise<unknown>[] = [];
    let isCrowded = true;
    // Whose place is free takes one again: the queue stays full however long the statements take.
    const hash = (): Promise<unknown> => hashPassword(newPassword).then(() => isCrowded && hash());
    const db = watch(test.db, async (sql) => {
      if (!sql.includes('"attempts" + 1')) return;
      for (let count = 0; count < 200; count += 1) hashes.push(hash().catch(() => null));
    });
    const refused = await atOnce(asked, { db });
    expect(refused).toMatchObject({ ok: false, reason: 'busy', retryAfterSeconds: 2 });
    isCrowded = false;
    await Promise.all(hashes);
    const { owner, visitor } = asked;
    const grant = refused.ok ? '' : refused.grant!;
    expect(await resetPassword(test, { grant, password: newPassword, owner, visitor })).toMatchObject({
      ok: true,
    });
  });
});
