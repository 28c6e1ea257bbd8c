import { describe, expect, it } from 'vitest';
import { verifyPassword } from '@/lib/accounts/password';
import { createSession, getLiveSession } from '@/lib/accounts/sessions';
import { issueChallenge } from '@/lib/codes/challenge-fixture';
import { getGrant, issueGrant, spendSignInGrant } from '@/lib/codes/grants';
import type { Database } from '@/lib/db/client';
import { prepareTwoPools } from '@/lib/db/two-pools-fixture';
import { beginUntilItWaits } from '@/lib/db/waiting-fixture';
import { loadLimits } from '@/lib/limits/catalogue';
import { prepareTake } from '@/lib/limits/take-limits';
import { type PasswordReset, resetPassword } from './reset-password';
import { addSignedIn, knownPassword, type SignedIn } from './signed-in-fixture';
import { newVisit } from './visit-fixture';

const test = prepareTwoPools();

const password = 'quiet harbour lamp 42';

/** What a right reset code has earned, in a browser of its own. */
async function earn({ account }: SignedIn): Promise<PasswordReset> {
  const visit = newVisit();
  const { challenge } = await issueChallenge(test.db, { userId: account.id, address: account.email! });
  const grant = await issueGrant(test.db, {
    purpose: 'password_reset',
    userId: account.id,
    owner: visit.owner,
    context: {},
  });
  await test.db.grant.updateMany({
    where: { userId: account.id, purpose: 'password_reset' },
    data: { otpId: challenge.id, channel: 'email' },
  });
  return { grant, password, ...visit };
}

const passwordOf = async ({ account }: SignedIn, typed: string) =>
  (
    await verifyPassword(
      (
        await test.db.user.findUniqueOrThrow({ where: { id: account.id } })
      ).passwordHash,
      typed,
    )
  ).ok;
const loginGrant = ({ account }: SignedIn, owner = newVisit().owner) =>
  issueGrant(test.db, { purpose: 'login', userId: account.id, owner, context: {} });

describe('a reset', () => {
  it('sets the password, ends sessions, codes and grants, tells every proved address and is noted', async () => {
    const customer = await addSignedIn(test.db);
    const stranger = await addSignedIn(test.db);
    const { account } = customer;
    const { challenge } = await issueChallenge(test.db, { userId: account.id });
    const { challenge: strangers } = await issueChallenge(test.db, { userId: stranger.account.id });
    await loginGrant(customer);
    await loginGrant(stranger);
    const input = await earn(customer);
    expect(await resetPassword(test, input)).toEqual({ ok: true, value: { userId: account.id } });
    expect([await passwordOf(customer, password), await passwordOf(customer, knownPassword)]).toEqual([
      true,
      false,
    ]);
    expect(await test.db.user.findUnique({ where: { id: account.id } })).toMatchObject({
      passwordResetBy: 'email',
    });
    expect(await getLiveSession(test.db, customer.token)).toBeNull();
    expect(await test.db.otp.findUnique({ where: { id: challenge.id } })).toMatchObject({
      canceledAt: expect.any(Date),
    });
    expect(await test.db.grant.count({ where: { userId: account.id, consumedAt: null } })).toBe(0);
    const told = await test.db.delivery.findMany({
      where: { userId: account.id, template: 'password_changed' },
    });
    expect(
      told.map(({ channel, address, state, priority }) => ({ channel, address, state, priority })),
    ).toEqual(
      expect.arrayContaining([
        { channel: 'email', address: account.email, state: 'queued', priority: 10 },
        { channel: 'sms', address: account.phone, state: 'queued', priority: 10 },
      ]),
    );
    const events = await test.db.auditEvent.findMany({ where: { userId: account.id } });
    expect(events).toMatchObject([
      {
        type: 'password_reset',
        otpId: expect.any(String),
        requestId: input.visitor.requestId,
        data: { channel: 'email' },
      },
    ]);
    // Nobody else's.
    expect(await getLiveSession(test.db, stranger.token)).not.toBeNull();
    expect(await test.db.otp.findUnique({ where: { id: strangers.id } })).toMatchObject({ canceledAt: null });
    expect(await test.db.grant.count({ where: { userId: stranger.account.id, consumedAt: null } })).toBe(1);
  });

  it('happens once, however many ask with the same grant at the same time', async () => {
    const customer = await addSignedIn(test.db);
    const input = await earn(customer);
    const results = await Promise.all(
      [1, 2, 3].map((index) => resetPassword(index % 2 ? test : { db: test.other }, input)),
    );
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(results.filter((result) => !result.ok && result.reason === 'grant_used')).toHaveLength(2);
    expect(await test.db.delivery.count({ where: { userId: customer.account.id, channel: 'email' } })).toBe(
      2,
    );
  });

  it('ends the session of a sign-in that was half-way there', async () => {
    const customer = await addSignedIn(test.db);
    const { account } = customer;
    const visit = newVisit();
    const grant = await loginGrant(customer, visit.owner);
    const input = await earn(customer);
    const { session, resetting } = await test.other.$transaction(async (tx) => {
      const life = { ttlSeconds: 3600, idleSeconds: null, userAgent: null, clientAddress: null };
      const earnedBy = spendSignInGrant(grant, visit.owner);
      const made = await createSession(tx as Database, {
        ...{ userId: account.id, methods: ['email'], ...life, earnedBy },
      });
      return {
        session: made!,
        resetting: await beginUntilItWaits(test.db, () => resetPassword(test, input)),
      };
    });
    expect(await resetting.work).toMatchObject({ ok: true });
    expect(await getLiveSession(test.db, session.token)).toBeNull();
  });

  it('keeps the grant where the password is refused, and belongs to the browser that typed the code', async () => {
    const customer = await addSignedIn(test.db);
    const input = await earn(customer);
    expect(await resetPassword(test, { ...input, password: 'short' })).toMatchObject({
      reason: 'password_weak',
      problem: 'too_short',
    });
    expect(await resetPassword(test, { ...input, owner: newVisit().owner })).toMatchObject({
      reason: 'grant_used',
    });
    expect(await passwordOf(customer, knownPassword)).toBe(true);
    expect(await resetPassword(test, input)).toMatchObject({ ok: true });
  });

  it('is not for an account that was switched off', async () => {
    const customer = await addSignedIn(test.db);
    const input = await earn(customer);
    await test.db.user.update({ where: { id: customer.account.id }, data: { status: 'disabled' } });
    expect(await resetPassword(test, input)).toMatchObject({ ok: false, reason: 'grant_used' });
  });

  it('takes its limit before anything is looked at: over it, a good grant and a bad one are answered alike', async () => {
    const customer = await addSignedIn(test.db);
    const input = await earn(customer);
    const limits = loadLimits(['password_changes_per_client=2/3600']);
    const uses = [{ limit: 'password_changes_per_client', subject: input.visitor.clientAddress }] as const;
    const reset = async (over: Partial<PasswordReset>) => {
      const take = await prepareTake(test.db, uses, limits);
      if (!take.ok) throw new Error('PostgreSQL is asked with the statement, not before it.');
      return resetPassword(test, { ...input, ...over, take: take.value });
    };
    expect(await reset({ grant: 'nothing' })).toMatchObject({ reason: 'grant_used' });
    expect(await reset({ password: 'short' })).toMatchObject({ reason: 'password_weak' });
    for (const over of [{}, { grant: 'nothing' }])
      expect(await reset(over)).toMatchObject({
        reason: 'limited',
        retryAfterSeconds: expect.closeTo(3600, -1),
      });
    expect(await getGrant(test.db, input.grant, 'password_reset', input.owner)).not.toBeNull();
  });
});
