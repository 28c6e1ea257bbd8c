import { randomPassword } from '../fixtures/customer';
import { expectForeignRefused, holdSubmission, send } from '../fixtures/submission';
import { expect, test } from '../fixtures/test';

// The forms are posted as another site could make a browser post them. Each is sent from our own page at the end, so
// that a form that nobody accepts does not pass.

test('forgot password: a form of another site is refused', async ({ site, customer, challenges }) => {
  await site.forgotPassword.open();
  const submission = await holdSubmission(site.page, () => site.forgotPassword.submit(customer.email));
  await expectForeignRefused(site.page, submission);
  expect((await send(site.page, submission)).status()).toBe(303);
  expect(await challenges.count(customer.email)).toBe(0);
});

test('choose a method: a form of another site is refused and sends nothing', async ({
  site,
  customer,
  challenges,
}) => {
  await site.forgotPassword.open();
  await site.forgotPassword.submit(customer.email);
  await site.chooseMethod.expectOpen();
  const submission = await holdSubmission(site.page, () => site.chooseMethod.submit('Email'));
  await expectForeignRefused(site.page, submission);
  expect(await challenges.count(customer.email)).toBe(0);
  expect((await send(site.page, submission)).status()).toBe(303);
  expect(await challenges.count(customer.email)).toBe(1);
});

test('verify: a form of another site is refused and spends nothing', async ({
  site,
  customer,
  mailbox,
  challenges,
}) => {
  await site.startReset(customer.email);
  const code = await mailbox.waitForCode(customer.email);
  const submission = await holdSubmission(site.page, () => site.verify.submit(code));
  await expectForeignRefused(site.page, submission);
  expect(await challenges.getNewest(customer.email)).toMatchObject({ attempts: 0, consumedAt: null });
  expect((await send(site.page, submission)).status()).toBe(303);
  expect((await challenges.getNewest(customer.email)).consumedAt).not.toBeNull();
});

test('resend: a form of another site is refused and sends nothing', async ({
  site,
  customer,
  challenges,
}) => {
  await site.startReset(customer.email);
  await challenges.endCoolDown(customer.email);
  await site.page.reload();
  const submission = await holdSubmission(site.page, () => site.verify.resend());
  await expectForeignRefused(site.page, submission);
  expect((await challenges.getNewest(customer.email)).generation).toBe(0);
  expect((await send(site.page, submission)).status()).toBeLessThan(400);
  expect((await challenges.getNewest(customer.email)).generation).toBe(1);
});

test('reset password: a form of another site is refused and changes nothing', async ({
  site,
  customer,
  mailbox,
  db,
}) => {
  await site.startReset(customer.email);
  await site.verify.submit(await mailbox.waitForCode(customer.email));
  await site.resetPassword.expectOpen();
  const { passwordHash } = await db.user.findUniqueOrThrow({ where: { id: customer.id } });
  const submission = await holdSubmission(site.page, () => site.resetPassword.submit(randomPassword()));
  await expectForeignRefused(site.page, submission);
  expect((await db.user.findUniqueOrThrow({ where: { id: customer.id } })).passwordHash).toBe(passwordHash);
  expect((await send(site.page, submission)).status()).toBe(303);
  expect((await db.user.findUniqueOrThrow({ where: { id: customer.id } })).passwordHash).not.toBe(
    passwordHash,
  );
});

test('sign in by password: a form of another site is refused', async ({ site, customer, db }) => {
  await site.login.open();
  const submission = await holdSubmission(site.page, () =>
    site.login.signIn(customer.email, customer.password),
  );
  await expectForeignRefused(site.page, submission);
  expect(await db.session.count({ where: { userId: customer.id } })).toBe(0);
  expect((await send(site.page, submission)).status()).toBe(303);
  expect(await db.session.count({ where: { userId: customer.id } })).toBe(1);
});

test('sign in by code: a form of another site is refused and sends nothing', async ({
  site,
  customer,
  challenges,
}) => {
  await site.login.open();
  const submission = await holdSubmission(site.page, () => site.login.askForCode(customer.email));
  await expectForeignRefused(site.page, submission);
  expect(await challenges.count(customer.email)).toBe(0);
  expect((await send(site.page, submission)).status()).toBe(303);
});

test('sign out: a form of another site is refused and ends nothing', async ({ site, customer, db }) => {
  await site.signInByPassword(customer.email, customer.password);
  await site.logout.open();
  const submission = await holdSubmission(site.page, () => site.logout.signOutButton.click());
  await expectForeignRefused(site.page, submission);
  expect(await db.session.count({ where: { userId: customer.id, endedAt: null } })).toBe(1);
  expect((await send(site.page, submission)).status()).toBe(303);
  expect(await db.session.count({ where: { userId: customer.id, endedAt: null } })).toBe(0);
});

test('signing out is a POST: an address that is merely opened ends nothing', async ({
  site,
  customer,
  db,
}) => {
  await site.signInByPassword(customer.email, customer.password);
  await site.page.goto('/logout');
  expect(await db.session.count({ where: { userId: customer.id, endedAt: null } })).toBe(1);
});
