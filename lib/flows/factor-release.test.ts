import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeBackupCodes } from '@/lib/accounts/backup-codes';
import { addCodeFactor, findFactors } from '@/lib/accounts/factors';
import { getLiveSession } from '@/lib/accounts/sessions';
import { issueGrant } from '@/lib/codes/grants';
import { signLink } from '@/lib/config/link-token';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { passSecondFactor } from './pass-second-factor';
import { planFactorRelease } from './plan-factor-release';
import { releaseDueFactors } from './release-due-factors';
import { addSignedIn, type SignedIn } from './signed-in-fixture';
import { stopFactorRelease } from './stop-factor-release';
import { newVisit } from './visit-fixture';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.close());

const { visitor } = newVisit();

async function addPlanned(): Promise<SignedIn> {
  const customer = await addSignedIn(test.db);
  await addCodeFactor(test.db, customer.account.id, 'sms');
  expect(await plan(customer)).toMatchObject({ ok: true });
  return customer;
}

function plan({ account }: SignedIn) {
  return planFactorRelease(test, { userId: account.id, actor: 'admin:1', visitor });
}

async function passTheDay({ account }: SignedIn) {
  await test.db.$executeRaw`
    UPDATE "FactorRelease" SET "dueAt" = now() - interval '1 second' WHERE "userId" = ${account.id}::uuid`;
}

const notices = ({ account }: SignedIn, template: string) =>
  test.db.delivery.findMany({ where: { userId: account.id, template }, orderBy: { channel: 'asc' } });

describe('the release of lost factors', () => {
  it('changes nothing for 24 hours, and is told to every proved address with a link', async () => {
    const customer = await addPlanned();
    const { id } = customer.account;
    expect(await releaseDueFactors(test)).toBe(0);
    expect(await findFactors(test.db, id)).toHaveLength(1);
    const told = await notices(customer, 'release_planned');
    expect(told).toMatchObject([{ channel: 'email' }, { channel: 'sms' }]);
    const release = await test.db.factorRelease.findFirstOrThrow({ where: { userId: id } });
    for (const { params } of told) expect(params).toMatchObject({ stopRelease: { id: release.id } });
    const hours = (release.dueAt.getTime() - Date.now()) / 3_600_000;
    expect(hours).toBeGreaterThan(23.9);
    expect(hours).toBeLessThan(24.1);
  });

  it('then turns all of them off once, with the backup codes and every session, and says so', async () => {
    const customer = await addPlanned();
    await makeBackupCodes(test.db, customer.account.id);
    await passTheDay(customer);
    const counts = await Promise.all([1, 2, 3, 4].map(() => releaseDueFactors(test)));
    expect(counts.reduce((sum, count) => sum + count)).toBe(1);
    const userId = customer.account.id;
    expect(await findFactors(test.db, userId)).toEqual([]);
    expect(await test.db.backupCode.count({ where: { userId } })).toBe(0);
    expect(await getLiveSession(test.db, customer.token)).toBeNull();
    expect(await notices(customer, 'factor_changed')).toMatchObject(
      Array(2).fill({ params: { change: 'released' } }),
    );
    expect(await releaseDueFactors(test)).toBe(0);
  });

  it('is stopped by the link of a notice, once, and then never happens', async () => {
    const customer = await addPlanned();
    const { id } = await test.db.factorRelease.findFirstOrThrow({
      where: { userId: customer.account.id },
    });
    for (const made of ['', 'x', signLink('undo', id), signLink('stop_release', randomUUID())]) {
      expect(await stopFactorRelease(test, { by: { token: made }, visitor })).toMatchObject({
        reason: 'link_used',
      });
    }
    const by = { token: signLink('stop_release', id) };
    const answers = await Promise.all([1, 2].map(() => stopFactorRelease(test, { by, visitor })));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await notices(customer, 'release_stopped')).toHaveLength(2);
    await passTheDay(customer);
    expect(await releaseDueFactors(test)).toBe(0);
    expect(await findFactors(test.db, customer.account.id)).toHaveLength(1);
  });

  it('is stopped by who is signed in, and by a sign-in with a factor', async () => {
    const first = await addPlanned();
    expect(await stopFactorRelease(test, { by: { userId: first.account.id }, visitor })).toMatchObject({
      ok: true,
    });
    const second = await addPlanned();
    const userId = second.account.id;
    const [backup] = await makeBackupCodes(test.db, userId);
    const visit = newVisit();
    const context = { methods: ['password'] };
    const grant = await issueGrant(test.db, { purpose: 'login', userId, owner: visit.owner, context });
    const typed = backup!.replaceAll('-', '');
    expect(await passSecondFactor(test, { grant, way: 'backup', typed, ...visit })).toMatchObject({
      ok: true,
    });
    await passTheDay(second);
    expect(await releaseDueFactors(test)).toBe(0);
  });

  it('is planned once at a time, and not for who has no factor or cannot be warned', async () => {
    const customer = await addPlanned();
    expect(await plan(customer)).toMatchObject({ reason: 'release_planned_already' });
    expect(await plan(await addSignedIn(test.db))).toMatchObject({ reason: 'release_planned_already' });
    const silent = await addPlanned();
    await test.db.user.update({
      where: { id: silent.account.id },
      data: { emailVerifiedAt: null, phoneVerifiedAt: null },
    });
    expect(await plan(silent)).toMatchObject({ reason: 'no_address' });
  });
});
