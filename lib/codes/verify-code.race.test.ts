import { fork } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { type IssuedChallenge, issueChallenge } from './challenge-fixture';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.close());

interface Guesser {
  /** Guesses `count` times at once and tells the answers. */
  guess(code: string, count: number): Promise<string[]>;
}

/** A process of its own, ready to guess: both are waited for before either begins. */
async function startGuesser(issued: IssuedChallenge): Promise<Guesser> {
  const child = fork('lib/codes/race-guesses.ts', {
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, DATABASE_URL: test.url },
  });
  await once(child, 'message');
  return {
    guess: async (code, count) => {
      const browserHash = Buffer.from(issued.owner.browserHash!).toString('hex');
      child.send({ id: issued.challenge.id, browserHash, code, count });
      const [answers] = await once(child, 'message');
      return answers as string[];
    },
  };
}

async function guessFromTwo(issued: IssuedChallenge, code: string, count: number): Promise<string[]> {
  const guessers = await Promise.all([startGuesser(issued), startGuesser(issued)]);
  return (await Promise.all(guessers.map((guesser) => guesser.guess(code, count)))).flat();
}

describe('guesses from two processes at once', { timeout: 60_000 }, () => {
  it('evaluates at most five of a hundred wrong ones, and refuses the right one afterwards', async () => {
    const issued = await issueChallenge(test.db);
    const all = await guessFromTwo(issued, issued.wrongCode, 50);
    expect(all).toHaveLength(100);
    expect(all.filter((answer) => answer === 'code_incorrect')).toHaveLength(4);
    expect(all.filter((answer) => answer === 'too_many_attempts')).toHaveLength(96);
    const row = await test.db.otp.findUniqueOrThrow({ where: { id: issued.challenge.id } });
    expect(row.attempts).toBe(5);
    expect(await guessFromTwo(issued, issued.code, 1)).toEqual(['too_many_attempts', 'too_many_attempts']);
  });

  it('lets exactly one of fifty right ones through', async () => {
    for (let round = 0; round < 2; round++) {
      const issued = await issueChallenge(test.db);
      await test.db
        .$executeRaw`UPDATE "Otp" SET "maxAttempts" = 100 WHERE "id" = ${issued.challenge.id}::uuid`;
      const answers = await guessFromTwo(issued, issued.code, 25);
      expect(answers.filter((answer) => answer === 'ok')).toHaveLength(1);
      expect(await test.db.grant.count({ where: { otpId: issued.challenge.id } })).toBe(1);
    }
  });

  it('holds a subject that is guessed at over many challenges at once', async () => {
    const subject = 'user:raced';
    const issued = await Promise.all(Array.from({ length: 20 }, () => issueChallenge(test.db, { subject })));
    const answers = await Promise.all(issued.map((one) => guessOnce(one)));
    expect(answers.filter((answer) => answer === 'code_incorrect')).toHaveLength(10);
    expect(answers.filter((answer) => answer === 'account_held')).toHaveLength(10);
  });
});

async function guessOnce(issued: IssuedChallenge): Promise<string> {
  const { verifyCode } = await import('./verify-code');
  const result = await verifyCode(test.db, {
    id: issued.challenge.id,
    code: issued.wrongCode,
    owner: issued.owner,
    purposes: ['login'],
  });
  return result.ok ? 'ok' : result.reason;
}
