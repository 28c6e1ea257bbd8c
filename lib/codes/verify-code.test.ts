import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { cancelChallenge } from './cancel-challenge';
import { type IssuedChallenge, issueChallenge } from './challenge-fixture';
import { consumeGrant } from './grants';
import { policies, purposes } from './purposes';
import { resendCode } from './resend-code';
import { type VerifyInput, verifyCode } from './verify-code';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.close());

function guess({ challenge, owner, code }: IssuedChallenge, over: Partial<VerifyInput> = {}) {
  return verifyCode(test.db, {
    id: challenge.id,
    code,
    owner,
    purposes: [challenge.purpose],
    ...over,
  });
}

function age(id: string, seconds: number) {
  return test.db.$executeRaw`
    UPDATE "Otp" SET "createdAt" = "createdAt" - ${seconds} * interval '1 second',
                     "expiresAt" = "expiresAt" - ${seconds} * interval '1 second',
                     "resendAvailableAt" = "resendAvailableAt" - ${seconds} * interval '1 second'
     WHERE "id" = ${id}::uuid`;
}

describe('verifyCode', () => {
  it('accepts the right code once, and gives a grant for its purpose', async () => {
    const issued = await issueChallenge(test.db);
    const accepted = await guess(issued);
    expect(accepted).toMatchObject({ ok: true });
    expect(await guess(issued)).toMatchObject({ ok: false, reason: 'code_used' });
    const { grant } = (accepted as { value: { grant: string } }).value;
    expect(await consumeGrant(test.db, grant, 'password_reset', issued.owner)).toBeNull();
    expect(await consumeGrant(test.db, grant, 'login', issued.owner)).toMatchObject({ purpose: 'login' });
    expect(await consumeGrant(test.db, grant, 'login', issued.owner)).toBeNull();
  });

  it('counts wrong guesses down and then refuses the right code', async () => {
    const issued = await issueChallenge(test.db);
    for (const attemptsLeft of [4, 3, 2, 1]) {
      expect(await guess(issued, { code: issued.wrongCode })).toEqual({
        ok: false,
        reason: 'code_incorrect',
        attemptsLeft,
      });
    }
    expect(await guess(issued, { code: issued.wrongCode })).toMatchObject({ reason: 'too_many_attempts' });
    expect(await guess(issued)).toMatchObject({ ok: false, reason: 'too_many_attempts' });
  });

  it('refuses an expired code', async () => {
    const issued = await issueChallenge(test.db);
    await age(issued.challenge.id, policies.login.ttlSeconds + 1);
    expect(await guess(issued)).toMatchObject({ ok: false, reason: 'code_expired' });
  });

  it('refuses a cancelled code', async () => {
    const issued = await issueChallenge(test.db);
    expect(await cancelChallenge(test.db, issued.challenge.id, issued.owner)).toBe(true);
    expect(await guess(issued)).toMatchObject({ ok: false, reason: 'code_expired' });
  });

  it('does not know the challenge of another browser or client', async () => {
    const issued = await issueChallenge(test.db);
    const others = [
      { browserHash: randomBytes(32), clientId: null },
      { browserHash: null, clientId: null },
      { browserHash: null, clientId: 'public' },
      { browserHash: issued.owner.browserHash, clientId: 'public' },
    ];
    for (const owner of others)
      expect(await guess(issued, { owner })).toMatchObject({ ok: false, reason: 'not_found' });
    expect(await guess(issued)).toMatchObject({ ok: true });
  });

  it('refuses a code for every other purpose, and counts no guess for it', async () => {
    const issued = await issueChallenge(test.db);
    const others = purposes.filter((purpose) => purpose !== 'login');
    expect(await guess(issued, { purposes: others })).toMatchObject({ ok: false, reason: 'not_found' });
    const row = await test.db.otp.findUniqueOrThrow({ where: { id: issued.challenge.id } });
    expect(row.attempts).toBe(0);
  });

  it('never accepts anything for a decoy, and counts like for a real one', async () => {
    const issued = await issueChallenge(test.db, { decoy: true });
    for (const attemptsLeft of [4, 3, 2, 1]) {
      expect(await guess(issued)).toEqual({ ok: false, reason: 'code_incorrect', attemptsLeft });
    }
    expect(await guess(issued)).toMatchObject({ reason: 'too_many_attempts' });
  });

  it('holds the subject after ten failures over several challenges, and lets go after a quarter of an hour', async () => {
    const subject = `user:${randomBytes(4).toString('hex')}`;
    for (let round = 0; round < 2; round++) {
      const issued = await issueChallenge(test.db, { subject });
      for (let index = 0; index < 5; index++) await guess(issued, { code: issued.wrongCode });
    }
    const fresh = await issueChallenge(test.db, { subject });
    const held = await guess(fresh);
    expect(held).toMatchObject({ ok: false, reason: 'account_held' });
    expect((held as { retryAfterSeconds: number }).retryAfterSeconds).toBeGreaterThan(890);
    await test.db.$executeRaw`UPDATE "Hold" SET "heldUntil" = now() WHERE "subject" = ${subject}`;
    expect(await guess(fresh)).toMatchObject({ ok: true });
    expect(await test.db.hold.findUnique({ where: { subject } })).toBeNull();
  });

  it('says whether a right code would be the first to prove the address', async () => {
    const [proved, unproved] = ['proved@example.com', 'unproved@example.com'];
    const [owner, newcomer] = await Promise.all([
      test.db.user.create({ data: { email: proved, emailVerifiedAt: new Date() } }),
      test.db.user.create({ data: { email: unproved } }),
    ]);
    const seen: boolean[] = [];
    const note = (challenge: { proves: boolean }) => {
      seen.push(challenge.proves);
      return { also: [] };
    };
    for (const [address, userId] of [
      [proved, owner.id],
      [unproved, newcomer.id],
      ['former@example.com', newcomer.id],
      [unproved, null],
    ] as const) {
      const issued = await issueChallenge(test.db, { address, userId });
      expect(await guess(issued, { with: note })).toMatchObject({ ok: true });
    }
    expect(seen).toEqual([false, true, false, false]);
  });

  it('keeps the failures when a first factor is right and a second is still to come', async () => {
    const user = await test.db.user.create({
      data: { factors: { create: { kind: 'sms', confirmedAt: new Date() } } },
    });
    const subject = `user:${user.id}`;
    const wrong = await issueChallenge(test.db, { subject, userId: user.id });
    for (let index = 0; index < 3; index++) await guess(wrong, { code: wrong.wrongCode });
    const right = await issueChallenge(test.db, { subject, userId: user.id });
    expect(await guess(right)).toMatchObject({ ok: true });
    expect(await test.db.hold.findUnique({ where: { subject } })).toMatchObject({ failures: 3, total: 3 });
  });

  it('switches the subject off after a hundred failures, whatever time has passed', async () => {
    const subject = `user:${randomBytes(4).toString('hex')}`;
    await test.db.hold.create({ data: { subject, failures: 10, total: 100 } });
    expect(await guess(await issueChallenge(test.db, { subject }))).toMatchObject({
      ok: false,
      reason: 'account_held',
    });
  });
});

describe('resendCode', () => {
  it('waits for the cool-down, then kills the old code, and keeps the guesses', async () => {
    const issued = await issueChallenge(test.db);
    const { id } = issued.challenge;
    expect(await resendCode(test.db, id, issued.owner, {})).toMatchObject({ ok: false, reason: 'too_soon' });
    await guess(issued, { code: issued.wrongCode });
    await age(id, 31);
    const renewed = await resendCode(test.db, id, issued.owner, {});
    expect(renewed).toMatchObject({ ok: true, value: { generation: 1, attempts: 1 } });
    expect(await guess(issued)).toMatchObject({ ok: false, reason: 'code_incorrect', attemptsLeft: 3 });
  });

  it('sends one message when two ask at once', async () => {
    const issued = await issueChallenge(test.db);
    await age(issued.challenge.id, 31);
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => resendCode(test.db, issued.challenge.id, issued.owner, {})),
    );
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
    expect(await test.db.delivery.count({ where: { otpId: issued.challenge.id } })).toBe(2);
  });

  it('gives an expired challenge a new life, and an exhausted one none', async () => {
    const expired = await issueChallenge(test.db);
    await age(expired.challenge.id, policies.login.ttlSeconds + 1);
    expect(await resendCode(test.db, expired.challenge.id, expired.owner, {})).toMatchObject({ ok: true });
    const exhausted = await issueChallenge(test.db);
    for (let index = 0; index < 5; index++) await guess(exhausted, { code: exhausted.wrongCode });
    await age(exhausted.challenge.id, 31);
    expect(await resendCode(test.db, exhausted.challenge.id, exhausted.owner, {})).toMatchObject({
      ok: false,
      reason: 'too_many_attempts',
    });
  });

  it('stops after five codes', async () => {
    const issued = await issueChallenge(test.db);
    for (let sends = 2; sends <= 5; sends++) {
      await age(issued.challenge.id, 121);
      expect(await resendCode(test.db, issued.challenge.id, issued.owner, {})).toMatchObject({ ok: true });
    }
    await age(issued.challenge.id, 121);
    expect(await resendCode(test.db, issued.challenge.id, issued.owner, {})).toMatchObject({
      ok: false,
      reason: 'too_many_sends',
    });
  });
});

describe('a right code that something happens to before it is used up', () => {
  const meanwhile = (issued: IssuedChallenge, happens: () => Promise<unknown>) =>
    guess(issued, {
      with: async () => {
        await happens();
        return { also: [] };
      },
    });

  it('is a wrong one when another was sent, and never called held', async () => {
    const issued = await issueChallenge(test.db);
    const { challenge, owner } = issued;
    const answer = await meanwhile(issued, () =>
      resendCode(test.db, challenge.id, owner, {}, { ignoresCooldown: true }),
    );
    expect(answer).toEqual({ ok: false, reason: 'code_incorrect', attemptsLeft: 4 });
  });

  it('has expired when it does, also at its last guess', async () => {
    const issued = await issueChallenge(test.db);
    for (let count = 0; count < 4; count += 1) await guess(issued, { code: issued.wrongCode });
    const answer = await meanwhile(issued, () => age(issued.challenge.id, 3600));
    expect(answer).toEqual({ ok: false, reason: 'code_expired', attemptsLeft: 0 });
  });

  it('was used when another request used it, and has ended when it was cancelled', async () => {
    const used = await issueChallenge(test.db);
    expect(await meanwhile(used, () => guess(used))).toMatchObject({ reason: 'code_used' });
    const ended = await issueChallenge(test.db);
    const { challenge, owner } = ended;
    expect(await meanwhile(ended, () => cancelChallenge(test.db, challenge.id, owner))).toMatchObject({
      reason: 'code_expired',
    });
  });
});
