import { describe, expect, it } from 'vitest';
import { wrongFor } from '@/lib/codes/challenge-fixture';
import { prepareCodeSignIn } from './code-sign-in-fixture';
import { requestCode } from './request-code';
import { newEmail } from './signed-in-fixture';
import { newVisit, readCode } from './visit-fixture';
import { watch } from './watch-fixture';

const signIns = prepareCodeSignIn();
const { askForCode, atOnce, inTwoSteps } = signIns;

describe('one code', () => {
  const manyGuesses = (id: string) => signIns.db.otp.update({ where: { id }, data: { maxAttempts: 100 } });

  it('gives one session to forty that send it at once, over two pools', async () => {
    for (let round = 0; round < 3; round += 1) {
      const asked = await askForCode();
      await manyGuesses(asked.id);
      const answers = await Promise.all(
        Array.from({ length: 40 }, (_, index) => atOnce(asked, index % 2 ? signIns : signIns.other)),
      );
      expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
      const reasons = answers.flatMap((answer) => (answer.ok ? [] : [answer.reason]));
      expect(new Set([...reasons, 'code_used', 'account_held'])).toEqual(
        new Set(['code_used', 'account_held']),
      );
      expect(await signIns.db.session.count({ where: { userId: asked.userId } })).toBe(1);
      expect(await signIns.db.grant.count({ where: { otpId: asked.id } })).toBe(0);
      await signIns.db.hold.deleteMany();
    }
  });

  it('gives a session or a grant where both ways race, never both', async () => {
    const won = { atOnce: 0, inTwoSteps: 0 };
    for (let round = 0; round < 8; round += 1) {
      const asked = await askForCode();
      await manyGuesses(asked.id);
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, index) =>
          (index + round) % 2 ? inTwoSteps(asked) : atOnce(asked, signIns.other),
        ),
      );
      expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
      const grants = await signIns.db.grant.count({ where: { otpId: asked.id } });
      won[grants === 0 ? 'atOnce' : 'inTwoSteps'] += 1;
      expect(await signIns.db.session.count({ where: { userId: asked.userId } })).toBe(1);
      await signIns.db.hold.deleteMany();
    }
    expect(won.atOnce + won.inTwoSteps).toBe(8);
  });

  it('is compared with five of thirty wrong ones that come at once, and is refused afterwards', async () => {
    const asked = await askForCode();
    const wrong = { ...asked, code: wrongFor(asked.code) };
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, index) => atOnce(wrong, index % 2 ? signIns : signIns.other)),
    );
    expect(answers.filter((answer) => !answer.ok && answer.reason === 'code_incorrect')).toHaveLength(4);
    expect(await atOnce(asked)).toMatchObject({ reason: 'too_many_attempts' });
    expect(await signIns.db.session.count({ where: { userId: asked.userId } })).toBe(0);
  });

  it('is not there for another browser, nor for one of another purpose, and costs no guess', async () => {
    const asked = await askForCode();
    expect(await atOnce({ ...asked, owner: newVisit().owner })).toMatchObject({ reason: 'not_found' });
    await signIns.db.otp.update({ where: { id: asked.id }, data: { purpose: 'password_reset' } });
    expect(await atOnce(asked)).toMatchObject({ reason: 'not_found' });
    expect(await signIns.db.otp.findUniqueOrThrow({ where: { id: asked.id } })).toMatchObject({
      attempts: 0,
      consumedAt: null,
    });
  });

  it('of nobody is never right, by the very statements that a wrong one takes', async () => {
    const visit = newVisit();
    const identifier = { kind: 'email' as const, address: newEmail() };
    const asked = await requestCode(signIns, { purpose: 'login', identifier, channel: 'email', ...visit });
    if (!asked.ok) throw new Error(asked.reason);
    const { id } = asked.value.challenge;
    const known = await askForCode();
    const statements: [string[], string[]] = [[], []];
    const answers = [
      { ...visit, id, code: await readCode(signIns.db, id, visit.owner), userId: '' },
      { ...known, code: wrongFor(known.code) },
    ].map((one, index) => {
      const db = watch(signIns.db, async (sql) => {
        statements[index]!.push(sql);
      });
      return atOnce(one, { db });
    });
    const [decoy, wrong] = await Promise.all(answers);
    expect(decoy).toEqual(wrong);
    expect(decoy).toMatchObject({ reason: 'code_incorrect', attemptsLeft: 4 });
    expect(statements[0]).toEqual(statements[1]);
  });
});
