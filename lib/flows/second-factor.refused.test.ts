import { describe, expect, it } from 'vitest';
import { makeBackupCodes } from '@/lib/accounts/backup-codes';
import { addCodeFactor } from '@/lib/accounts/factors';
import { passSecondFactor } from './pass-second-factor';
import { passSecondFactorByCode } from './pass-second-factor-by-code';
import { requestSecondFactorCode } from './request-second-factor-code';
import { type Customer, prepareSecondFactors } from './second-factor-fixture';
import { verifyCode } from './verify-code';
import { appCode, currentStep, newVisit, readCode, type Visit } from './visit-fixture';

const test = prepareSecondFactors();
const { addCustomer, addTotp, byCode, byPassword } = test;

describe('a second factor', () => {
  it('of another account does not fit', async () => {
    const [mine, theirs] = [await addCustomer(), await addCustomer()];
    await addTotp(theirs.id);
    await addCodeFactor(test.db, mine.id, 'sms');
    const secret = await addTotp(mine.id);
    const visit = newVisit();
    const grant = await byPassword(theirs, visit);
    const typed = appCode(secret, await currentStep(test.db));
    expect(await passSecondFactor(test, { grant, way: 'totp', typed, ...visit })).toMatchObject({
      reason: 'code_incorrect',
    });
    const own = await byPassword(mine, visit);
    const sent = await requestSecondFactorCode(test, { grant: own, channel: 'sms', ...visit });
    const { id } = (sent as { value: { challenge: { id: string } } }).value.challenge;
    const code = await readCode(test.db, id, visit.owner);
    const verified = await verifyCode(test, { id, code, purposes: ['second_factor'], ...visit });
    const codeGrant = verified.ok ? verified.value.grant : '';
    expect(await passSecondFactorByCode(test, { grant, codeGrant, ...visit })).toMatchObject({
      reason: 'grant_used',
    });
  });

  it('needs the first one, from the same browser', async () => {
    const customer = await addCustomer();
    const secret = await addTotp(customer.id);
    const visit = newVisit();
    const grant = await byPassword(customer, visit);
    const typed = appCode(secret, await currentStep(test.db));
    const elsewhere = { grant, way: 'totp' as const, typed, ...newVisit() };
    expect(await passSecondFactor(test, elsewhere)).toMatchObject({ reason: 'grant_used' });
    expect(await passSecondFactor(test, { ...elsewhere, ...visit, grant: 'x' })).toMatchObject({
      reason: 'grant_used',
    });
    expect(await passSecondFactor(test, { ...elsewhere, ...visit })).toMatchObject({ ok: true });
  });

  it('lets one of twenty sign-ins with the same code of the app through', async () => {
    const customer = await addCustomer();
    const secret = await addTotp(customer.id);
    const visits = Array.from({ length: 20 }, newVisit);
    const grants = await signInFromEach(customer, visits);
    const typed = appCode(secret, await currentStep(test.db));
    const answers = await Promise.all(
      visits.map((visit, index) =>
        passSecondFactor(test, { grant: grants[index]!, way: 'totp', typed, ...visit }),
      ),
    );
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  });

  it('by a backup code works once in twenty at the same time, tells the owner, and counts down', async () => {
    const customer = await addCustomer();
    await addTotp(customer.id);
    const [first] = await makeBackupCodes(test.db, customer.id);
    const typed = first!.replaceAll('-', '');
    const visits = Array.from({ length: 20 }, newVisit);
    const grants = await signInFromEach(customer, visits);
    const answers = await Promise.all(
      visits.map((visit, index) =>
        passSecondFactor(test, { grant: grants[index]!, way: 'backup', typed, ...visit }),
      ),
    );
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    const notices = await test.db.delivery.findMany({
      where: { userId: customer.id, template: 'backup_code_used' },
      orderBy: { channel: 'asc' },
    });
    expect(notices).toMatchObject([
      { channel: 'email', params: { left: 9 } },
      { channel: 'sms', params: { left: 9 } },
    ]);
  });

  it('is held after ten wrong guesses, over all sign-ins and ways, and right first factors clear nothing', async () => {
    const customer = await addCustomer();
    const secret = await addTotp(customer.id);
    await makeBackupCodes(test.db, customer.id);
    const visit = newVisit();
    const step = await currentStep(test.db);
    const wrong = ['000000', '111111', '222222'].find((code) => code !== appCode(secret, step))!;
    const early = newVisit();
    const grant = await byPassword(customer, early);
    for (let index = 0; index < 10; index += 1) {
      const first =
        index % 2 ? await byPassword(customer, newVisitLike(visit)) : await byCode(customer, 'email', visit);
      const way = index % 3 ? ('totp' as const) : ('backup' as const);
      const guess = await passSecondFactor(test, {
        grant: first,
        way,
        typed: way === 'totp' ? wrong : 'aaaaaaaaaaaaaaaa',
        ...visit,
      });
      expect(guess).toMatchObject({ reason: 'code_incorrect', attemptsLeft: 9 - index });
      await test.db.limitWindow.deleteMany();
    }
    const typed = appCode(secret, await currentStep(test.db));
    const right = { grant, way: 'totp' as const, typed, ...early };
    expect(await passSecondFactor(test, right)).toMatchObject({ reason: 'account_held' });
    await test.db.$executeRaw`UPDATE "Hold" SET "heldUntil" = now() - interval '1 second'`;
    expect(await passSecondFactor(test, right)).toMatchObject({ ok: true });
    expect(await test.db.hold.findUnique({ where: { subject: `user:${customer.id}` } })).toBeNull();
  });
});

/** One after the other: ten guesses at a password under way at once would be held. */
async function signInFromEach(customer: Customer, visits: Visit[]): Promise<string[]> {
  const grants: string[] = [];
  for (const visit of visits) grants.push(await byPassword(customer, visit));
  return grants;
}

/** The same browser from another address. */
function newVisitLike({ owner }: Visit): Visit {
  return { ...newVisit(), owner };
}
