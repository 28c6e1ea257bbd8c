import { randomPassword } from '../fixtures/customer';
import { expect, test } from '../fixtures/test';

test('a reset ends every session of the account', async ({ site, customer, mailbox, openOtherBrowser }) => {
  const other = await openOtherBrowser();
  await other.signInByPassword(customer.email, customer.password);
  await site.startReset(customer.email);
  await site.verify.submit(await mailbox.waitForCode(customer.email));
  await site.resetPassword.submit(randomPassword());
  await site.login.expectOpen();
  await other.account.open();
  await other.login.expectOpen();
});

test('a reset does not sign anybody in', async ({ site, customer, mailbox }) => {
  await site.startReset(customer.email);
  await site.verify.submit(await mailbox.waitForCode(customer.email));
  await site.resetPassword.submit(randomPassword());
  await site.login.expectOpen();
  await site.account.open();
  await site.login.expectOpen();
});

test('a reset ends the codes that are still alive', async ({
  site,
  customer,
  mailbox,
  phone,
  openOtherBrowser,
}) => {
  const other = await openOtherBrowser();
  await other.startSignIn(customer.phone);
  const pending = await phone.waitForCode(customer.phone);
  await site.startReset(customer.email);
  await site.verify.submit(await mailbox.waitForCode(customer.email));
  await site.resetPassword.submit(randomPassword());
  await site.login.expectOpen();
  await other.verify.submit(pending);
  await other.account.open();
  await other.login.expectOpen();
});

test('the owner is told by e-mail that the password was changed', async ({
  site,
  customer,
  phone,
  mailbox,
}) => {
  await site.startReset(customer.email, 'SMS');
  await site.verify.submit(await phone.waitForCode(customer.phone));
  await site.resetPassword.submit(randomPassword());
  await site.login.expectOpen();
  const notice = await mailbox.waitForMessage(customer.email);
  expect(notice.subject).toMatch(/password/i);
  expect(notice.text).toMatch(/changed/i);
  expect(notice.text).not.toMatch(/(?<!\d)\d{6}(?!\d)/);
});

test('the page says that the password is set, and leads to signing in', async ({
  site,
  customer,
  mailbox,
}) => {
  await site.startReset(customer.email);
  await site.verify.submit(await mailbox.waitForCode(customer.email));
  await site.resetPassword.submit(randomPassword());
  await site.login.expectOpen();
  await expect(
    site.page
      .getByRole('status')
      .filter({ hasText: /password/i })
      .first(),
  ).toBeVisible();
});

test('a used right to set a password is used up', async ({ site, customer, mailbox, db }) => {
  await site.startReset(customer.email);
  await site.verify.submit(await mailbox.waitForCode(customer.email));
  await site.resetPassword.expectOpen();
  const tab = await site.openOtherTab();
  await tab.resetPassword.open();
  await site.resetPassword.submit(randomPassword());
  await site.login.expectOpen();
  const { passwordHash } = await db.user.findUniqueOrThrow({ where: { id: customer.id } });
  await tab.resetPassword.submit(randomPassword());
  await tab.forgotPassword.expectOpen();
  await tab.resetPassword.open();
  await tab.forgotPassword.expectOpen();
  const now = await db.user.findUniqueOrThrow({ where: { id: customer.id } });
  expect(now.passwordHash).toBe(passwordHash);
});
