import { expect, test } from '../fixtures/test';

test('a refresh sends nothing and spends nothing', async ({ site, customer, mailbox, challenges }) => {
  await site.startReset(customer.email);
  const code = await mailbox.waitForCode(customer.email);
  for (let index = 0; index < 3; index += 1) await site.page.reload();
  expect(await challenges.count(customer.email)).toBe(1);
  expect(await challenges.countDeliveries(customer.email)).toBe(1);
  expect((await challenges.getNewest(customer.email)).attempts).toBe(0);
  await site.verify.submit(code);
  await site.resetPassword.expectOpen();
  await site.page.reload();
  await expect(site.resetPassword.newPassword).toBeVisible();
});

test('a refresh after a wrong code spends no attempt', async ({ site, customer, mailbox, challenges }) => {
  await site.startReset(customer.email);
  await site.verify.submitWrong(await mailbox.waitForCode(customer.email));
  await site.verify.expectText('4 attempts left.');
  // As after a refresh that the customer declined to send the form again with.
  await site.page.goto(site.page.url());
  expect((await challenges.getNewest(customer.email)).attempts).toBe(1);
});

test('the back button leads back through the steps, and forward again', async ({
  site,
  customer,
  mailbox,
  challenges,
}) => {
  await site.startReset(customer.email);
  const code = await mailbox.waitForCode(customer.email);
  await site.page.goBack();
  await site.chooseMethod.expectOpen();
  await expect(site.chooseMethod.sendButton).toBeVisible();
  await site.page.goForward();
  await site.verify.expectOpen();
  expect(await challenges.countDeliveries(customer.email)).toBe(1);
  await site.verify.submit(code);
  await site.resetPassword.expectOpen();
});

test('a code that was used does not work a second time', async ({ site, customer, mailbox }) => {
  await site.startSignIn(customer.email);
  const code = await mailbox.waitForCode(customer.email);
  const tab = await site.openOtherTab();
  await tab.verify.open();
  await site.verify.submit(code);
  await site.account.expectOpen();
  await site.signOut();
  await site.verify.open();
  await site.login.expectOpen();
  // A page that still shows the field.
  await tab.verify.submit(code);
  await tab.login.expectOpen();
  await site.account.open();
  await site.login.expectOpen();
});
