import { expect, test } from '../fixtures/test';

test('a customer signs in with a code from an e-mail', async ({ site, customer, mailbox }) => {
  await site.startSignIn(customer.email);
  await site.verify.submit(await mailbox.waitForCode(customer.email));
  await site.account.expectOpen();
  await site.account.expectText(customer.name);
  await site.account.expectText('Household');
});

test('a customer signs in with a code from a text message', async ({ site, customer, phone }) => {
  await site.startSignIn(customer.phone);
  await site.verify.submit(await phone.waitForCode(customer.phone));
  await site.account.expectOpen();
});

test('a code for signing in lives for five minutes', async ({ site, customer, mailbox, challenges }) => {
  await site.startSignIn(customer.email);
  const { createdAt, expiresAt } = await challenges.getNewest(customer.email);
  expect(expiresAt.getTime() - createdAt.getTime()).toBe(5 * 60_000);
  const message = await mailbox.waitForMessage(customer.email);
  expect(message.text).toMatch(/valid for 5 minutes/i);
});

test('a code opens nothing in another browser', async ({
  site,
  customer,
  mailbox,
  challenges,
  openOtherBrowser,
}) => {
  await site.startSignIn(customer.email);
  const code = await mailbox.waitForCode(customer.email);
  const other = await openOtherBrowser();
  await other.verify.open();
  await other.login.expectOpen();
  // With a request of its own, for the same account.
  await challenges.endCoolDown(customer.email);
  await other.startSignIn(customer.email);
  await other.verify.submit(code);
  await other.verify.expectText('The code is not right.');
  await other.account.open();
  await other.login.expectOpen();
});
