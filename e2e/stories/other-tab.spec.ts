import { randomPassword } from '../fixtures/customer';
import { expect, test } from '../fixtures/test';

test('a reset that is started again in another tab can be finished there', async ({
  site,
  customer,
  mailbox,
  challenges,
}) => {
  await site.startReset(customer.email);
  const former = await mailbox.waitForCode(customer.email);
  await challenges.endCoolDown(customer.email);
  const tab = await site.openOtherTab();
  await tab.startReset(customer.email);
  const code = await mailbox.waitForCode(customer.email);
  await tab.verify.submit(code);
  await tab.resetPassword.expectOpen();
  await tab.resetPassword.submit(randomPassword());
  await tab.login.expectOpen();
  await site.verify.submit(former);
  // Nothing is under way any more.
  await site.login.expectOpen();
});

test('the first tab says what has happened instead of failing', async ({ site, customer, mailbox }) => {
  await site.startReset(customer.email);
  const code = await mailbox.waitForCode(customer.email);
  const tab = await site.openOtherTab();
  await tab.page.goto(site.page.url());
  await tab.verify.submit(code);
  await tab.resetPassword.expectOpen();
  await site.verify.submit(code);
  await expect(site.page.getByRole('main')).toContainText(/already|used|start again|new password/i);
});

test('two tabs for two customers keep apart', async ({ site, addCustomer, mailbox, db }) => {
  const [first, second] = await Promise.all([addCustomer(), addCustomer()]);
  await site.startReset(first.email);
  const tab = await site.openOtherTab();
  await tab.startReset(second.email);
  const codeOfSecond = await mailbox.waitForCode(second.email);
  await tab.verify.submit(codeOfSecond);
  await tab.resetPassword.submit(randomPassword());
  await tab.login.expectOpen();
  const user = await db.user.findUniqueOrThrow({ where: { id: first.id } });
  expect(user.passwordChangedAt).toBeNull();
});
