import { type Challenge, solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/web/pbkdf2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '@/lib/db/client';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { takeLimits } from '@/lib/limits/take-limits';
import { needsProof } from './needs-proof';
import { acceptSolution, acceptTicket, createPuzzle, createTicket, waitSeconds } from './proof-of-work';

let test: TestDatabase;
let db: Database;
const client = '203.0.113.7';

beforeAll(async () => {
  test = await createTestDatabase();
  db = test.db;
});
afterAll(() => test.close());

async function solve(puzzle: string) {
  const challenge = JSON.parse(puzzle) as Challenge;
  const solution = await solveChallenge({ challenge, deriveKey });
  return { challenge, solution: solution! };
}

describe('a proof of work', () => {
  it('is accepted once, also when it comes many times at once', async () => {
    const proof = JSON.stringify(await solve(await createPuzzle(client)));
    const answers = await Promise.all(Array.from({ length: 10 }, () => acceptSolution(db, proof, client)));
    expect(answers.filter(Boolean)).toHaveLength(1);
    expect(await acceptSolution(db, proof, client)).toBe(false);
  });

  it('is worth nothing for another client, or when anything of the puzzle was changed', async () => {
    const proof = await solve(await createPuzzle(client));
    expect(await acceptSolution(db, JSON.stringify(proof), '203.0.113.8')).toBe(false);
    const { parameters } = proof.challenge;
    for (const change of [
      { expiresAt: parameters.expiresAt! + 60 },
      { keyPrefix: '00' },
      { cost: 1 },
      { salt: '00' },
    ]) {
      const forged = {
        ...proof,
        challenge: { ...proof.challenge, parameters: { ...parameters, ...change } },
      };
      expect(await acceptSolution(db, JSON.stringify(forged), client)).toBe(false);
    }
    const wrong = { ...proof, solution: { ...proof.solution, counter: 1 } };
    wrong.solution.derivedKey = '00'.repeat(32);
    expect(await acceptSolution(db, JSON.stringify(wrong), client)).toBe(false);
    expect(await acceptSolution(db, JSON.stringify(proof), client)).toBe(true);
  });

  it.each([
    '',
    '{}',
    'null',
    '[]',
    '{"challenge":null}',
    'x'.repeat(5000),
    '{"challenge":{"parameters":{}}}',
  ])('is no nonsense such as %s', async (typed) => {
    expect(await acceptSolution(db, typed, client)).toBe(false);
  });
});

describe('a ticket for who has no JavaScript', () => {
  it('is good after the wait, once, for its client', async () => {
    const now = Date.now();
    const ticket = createTicket(client, now);
    const later = now + (waitSeconds + 1) * 1000;
    expect(await acceptTicket(db, ticket, client, now + 3_000)).toBe(false);
    expect(await acceptTicket(db, ticket, '203.0.113.8', later)).toBe(false);
    expect(await acceptTicket(db, ticket, client, now + 3_600_000)).toBe(false);
    const answers = await Promise.all([1, 2, 3].map(() => acceptTicket(db, ticket, client, later)));
    expect(answers.filter(Boolean)).toHaveLength(1);
  });
});

describe('who needs one', () => {
  it('is a client that has asked for many codes, and nobody before', async () => {
    const asked = { client: '203.0.113.20', address: 'a@example.com' };
    for (let sends = 0; sends < 6; sends += 1) {
      expect(await needsProof(db, asked)).toBe(false);
      await takeLimits(db, [{ limit: 'sends_per_client', subject: asked.client }]);
    }
    expect(await needsProof(db, asked)).toBe(true);
    expect(await needsProof(db, { ...asked, client: '203.0.113.21' })).toBe(false);
  });
});
