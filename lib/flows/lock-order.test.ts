import { describe, expect, it } from 'vitest';
import { verifyPassword } from '@/lib/accounts/password';
import type { Purpose } from '@/lib/codes/purposes';
import { signNotMeToken } from '@/lib/config/not-me-token';
import { deviceSubject } from '@/lib/limits/hold-subject';
import { changeAccount } from './change-account';
import { exchangeForSessionGrant } from './exchange-for-session-grant';
import { type Asked, atTheGrants, prepareMeetings } from './lock-order-fixture';
import { meet } from './meet-fixture';
import { reportNotMe } from './report-not-me';
import { addSignedIn, knownPassword } from './signed-in-fixture';
import { tellHeldOwners } from './tell-held-owners';
import { newVisit } from './visit-fixture';
import { watch } from './watch-fixture';

const { test, ask, signIn, verify, reset, change, firstFactor, addSession, unprove } = prepareMeetings();

describe('a change of the password, which ends the codes of its account, lets through', () => {
  it.each<[string, Purpose, (asked: Asked) => Promise<unknown>]>([
    ['a sign-in', 'login', signIn],
    ['a check', 'password_reset', verify],
    ['a reset', 'password_reset', reset],
  ])('%s by a code that proves its address first', async (_, purpose, use) => {
    const customer = await addSignedIn(test.db);
    await unprove(customer);
    const asked = await ask(customer, purpose);
    const [changed, used] = await meet(
      test.db,
      (deps) => change(deps, customer),
      atTheGrants,
      () => use(asked),
    );
    expect(changed).toMatchObject({ ok: true });
    expect(used).toMatchObject({ ok: false, reason: 'code_expired' });
    expect(await test.db.user.findUniqueOrThrow({ where: { id: customer.account.id } })).toMatchObject({
      emailVerifiedAt: null,
    });
  });

  it('"this wasn’t me"', async () => {
    const customer = await addSignedIn(test.db);
    const asked = await ask(customer);
    await addSession(customer);
    const delivery = await test.db.delivery.findFirstOrThrow({ where: { otpId: asked.id } });
    const token = signNotMeToken(delivery.id, new Date(Date.now() + 3_600_000));
    const [reported, changed] = await meet(
      test.db,
      (deps) => reportNotMe(deps, { token, endSessions: true, visitor: newVisit().visitor }),
      { words: 'UPDATE "Session"' },
      () => change({ db: test.other }, customer),
    );
    expect(reported).toMatchObject({ ok: true, value: { sessionsEnded: true } });
    // Its own session has ended meanwhile.
    expect(changed).toMatchObject({ ok: false, reason: 'grant_used' });
    const { passwordHash } = await test.db.user.findUniqueOrThrow({ where: { id: customer.account.id } });
    expect(await verifyPassword(passwordHash, knownPassword)).toMatchObject({ ok: true });
  });
});

it('two failures of one account in two tabs, with others of strangers, are forgotten by both', async () => {
  const customer = await addSignedIn(test.db);
  const userId = customer.account.id;
  const deviceHash = Buffer.alloc(32, 7);
  await test.db.session.updateMany({ where: { userId }, data: { deviceHash } });
  const visit = { ...customer.visit, visitor: { ...customer.visit.visitor, deviceHash } };
  for (const subject of [`user:${userId}`, deviceSubject(userId, deviceHash)]) {
    await test.db.hold.create({ data: { subject, failures: 3, total: 13 } });
  }
  const asked = await ask(customer, 'login', visit);
  const grant = await firstFactor(customer);
  // Its guess is counted before the other tab forgets the device's failures, and it is used up afterwards.
  let goOn = () => {};
  let verifying: ReturnType<typeof verify> | undefined;
  await new Promise<void>((isCounted) => {
    verifying = verify(
      asked,
      watch(test.other, async (sql) => {
        if (!sql.includes('SET "consumedAt"')) return;
        const free = new Promise<void>((resolve) => {
          goOn = resolve;
        });
        isCounted();
        await free;
      }),
    );
  });
  const [passed, verified] = await meet(
    test.db,
    (deps) => exchangeForSessionGrant(deps, { grant, userId, method: 'totp', ...visit }),
    { words: '"Hold"', nth: 2 },
    () => {
      goOn();
      return verifying!;
    },
  );
  expect(passed).toMatchObject({ ok: true });
  expect(verified).toMatchObject({ ok: true });
  expect(await test.db.hold.findMany({ where: { subject: { contains: userId } } })).toMatchObject([
    { subject: `user:${userId}`, failures: 3, total: 3 },
  ]);
});

it('owners who are held and told of it let an admin change an account', async () => {
  await test.db.hold.deleteMany();
  const admins = [await addSignedIn(test.db), await addSignedIn(test.db)];
  const ids = admins.map(({ account }) => account.id).sort();
  await test.db.user.updateMany({ where: { id: { in: ids } }, data: { role: 'admin' } });
  // The one of the greater id is told first.
  for (const id of ids.toReversed()) {
    await test.db.hold.create({ data: { subject: `user:${id}`, failures: 10, total: 10 } });
  }
  const { account } = await addSignedIn(test.db);
  const [told, changed] = await meet(
    test.db,
    tellHeldOwners,
    { words: 'INSERT INTO "Delivery"', nth: 3 },
    () =>
      changeAccount(
        { db: test.other },
        { address: account.email!, change: { kind: 'disable' }, actor: 'command line' },
      ),
  );
  expect(told).toBe(2);
  expect(changed).toMatchObject({ ok: true });
});
