import { describe, expect, it } from 'vitest';
import { wrongFor } from '@/lib/codes/challenge-fixture';
import { type AskedReset, newPassword, prepareResets, untouched } from './reset-by-code-fixture';
import { resetPassword } from './reset-password';
import { addSignedIn, knownPassword, newEmail } from './signed-in-fixture';
import { newVisit } from './visit-fixture';
import { watch } from './watch-fixture';

const test = prepareResets();
const { ask, askForCustomer, atOnce, opens, attemptsOf } = test;

describe('a password that is refused', () => {
  it('comes before the code, which is not looked at, for an account and for nobody alike', async () => {
    const known = await askForCustomer();
    const answers = [];
    for (const asked of [known, await ask(newEmail())]) {
      for (const given of ['short', 'password1', '   '.repeat(5), 'x'.repeat(1024)]) {
        answers.push(await atOnce(asked, { given }));
        answers.push(await atOnce(asked, { given, typed: wrongFor(asked.code) }));
      }
      expect(await attemptsOf(asked)).toEqual(untouched);
    }
    expect(answers.slice(8)).toEqual(answers.slice(0, 8));
    expect(new Set(answers.map((answer) => !answer.ok && answer.reason))).toEqual(new Set(['password_weak']));
    expect(await atOnce(known)).toMatchObject({ ok: true });
  });

  it('for the own words of the customer only tells whoever has the right code, with a grant that is good', async () => {
    const customer = await addSignedIn(test.db);
    const { id: userId, email } = customer.account;
    await test.db.user.update({ where: { id: userId }, data: { name: 'Wilhelmina Featherstone' } });
    const given = 'wilhelmina featherstone';
    const [asked, nobodys] = [await ask(email!), await ask(newEmail())];
    const wrong = await Promise.all(
      [asked, nobodys].map((one) => atOnce(one, { given, typed: wrongFor(one.code) })),
    );
    expect(wrong[0]).toEqual(wrong[1]);
    expect(wrong[0]).toMatchObject({ reason: 'code_incorrect', attemptsLeft: 4 });
    const refused = await atOnce(asked, { given });
    expect(refused).toMatchObject({ reason: 'password_weak', problem: 'own_words' });
    const { owner, visitor } = asked;
    const grant = refused.ok ? '' : refused.grant!;
    expect(await atOnce(asked)).toMatchObject({ reason: 'code_used' });
    expect(await opens(userId, knownPassword)).toBe(true);
    expect(await resetPassword(test, { grant, password: newPassword, owner, visitor })).toMatchObject({
      ok: true,
    });
    expect(await opens(userId, newPassword)).toBe(true);
  });
});

describe('a wrong code', () => {
  it('is counted as everywhere: five to a code, ten to the account, the right one afterwards is refused', async () => {
    const first = await askForCustomer();
    const second = await ask(first.account.email!);
    const wrong = (asked: AskedReset) => atOnce(asked, { typed: wrongFor(asked.code) });
    for (const attemptsLeft of [4, 3, 2, 1]) {
      expect(await wrong(second)).toMatchObject({ reason: 'code_incorrect', attemptsLeft });
    }
    expect(await wrong(second)).toMatchObject({ reason: 'too_many_attempts', attemptsLeft: 0 });
    expect(await atOnce(second)).toMatchObject({ reason: 'too_many_attempts' });
    const third = await ask(first.account.email!);
    for (let count = 0; count < 5; count += 1) await wrong(third);
    const fourth = await ask(first.account.email!);
    expect(await atOnce(fourth)).toMatchObject({ reason: 'account_held' });
    expect(await attemptsOf(fourth)).toEqual(untouched);
    expect(await opens(first.userId, knownPassword)).toBe(true);
  });

  it('is compared five times where twelve come at once', async () => {
    const asked = await askForCustomer();
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        atOnce(asked, { typed: wrongFor(asked.code), db: index % 2 ? test.db : test.other }),
      ),
    );
    expect(answers.filter((answer) => !answer.ok && answer.reason === 'code_incorrect')).toHaveLength(4);
    expect(await atOnce(asked)).toMatchObject({ reason: 'too_many_attempts' });
    expect(await opens(asked.userId, knownPassword)).toBe(true);
  });

  it('of nobody takes the very statements of a wrong one of a customer', async () => {
    const statements: [string[], string[]] = [[], []];
    const known = await askForCustomer();
    const nobodys = await ask(newEmail());
    const answers = await Promise.all(
      [nobodys, known].map((one, index) => {
        const db = watch(test.db, async (sql) => {
          statements[index]!.push(sql);
        });
        // Of a decoy even the right one is wrong.
        return atOnce(one, { db, typed: one === nobodys ? one.code : wrongFor(one.code) });
      }),
    );
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]).toMatchObject({ reason: 'code_incorrect', attemptsLeft: 4 });
    expect(statements[0]).toEqual(statements[1]);
  });

  it('of another browser or another purpose is not there, and costs no guess', async () => {
    const asked = await askForCustomer();
    expect(await atOnce({ ...asked, owner: newVisit().owner })).toMatchObject({ reason: 'not_found' });
    await test.db.otp.update({ where: { id: asked.id }, data: { purpose: 'login' } });
    expect(await atOnce(asked)).toMatchObject({ reason: 'not_found' });
    expect(await attemptsOf(asked)).toEqual(untouched);
  });

  it('takes of the allowances for codes and for passwords, and over one of them nothing is counted', async () => {
    const asked = await askForCustomer();
    const typed = wrongFor(asked.code);
    await test.db.otp.update({ where: { id: asked.id }, data: { maxAttempts: 1000 } });
    let last = await atOnce(asked, { typed });
    for (let count = 0; count < 200 && !last.ok && last.reason !== 'limited'; count += 1) {
      await test.db.hold.deleteMany();
      last = await atOnce(asked, { typed });
    }
    expect(last).toMatchObject({ reason: 'limited', retryAfterSeconds: expect.any(Number) });
    const before = await attemptsOf(asked);
    expect(await atOnce(asked)).toMatchObject({ reason: 'limited' });
    expect(await attemptsOf(asked)).toEqual(before);
  });
});
