import { expect, test } from '../fixtures/test';

// The five scenarios that the documents in shared/seeds describe.

test('scenario 1: the right code leads to the customer’s page', async ({ site, customer, mailbox }) => {
  await site.startSignIn(customer.email);
  await site.verify.submit(await mailbox.waitForCode(customer.email));
  await site.account.expectOpen();
});

test('scenario 2: an expired code is refused and called expired', async ({
  site,
  customer,
  mailbox,
  challenges,
}) => {
  await site.startSignIn(customer.email);
  const code = await mailbox.waitForCode(customer.email);
  await challenges.expire(customer.email);
  await site.verify.submit(code);
  await site.verify.expectText('This code has expired.');
  await site.account.open();
  await site.login.expectOpen();
});

test('scenario 3: each wrong code leaves one attempt less, and the right one still works', async ({
  site,
  customer,
  mailbox,
}) => {
  await site.startSignIn(customer.email);
  const code = await mailbox.waitForCode(customer.email);
  for (const left of ['4 attempts', '3 attempts', '2 attempts', '1 attempt']) {
    await site.verify.submitWrong(code);
    await site.verify.expectText(`The code is not right. ${left} left.`);
  }
  await site.verify.submit(code);
  await site.account.expectOpen();
});

test('scenario 4: after five wrong codes the right one is refused', async ({
  site,
  customer,
  mailbox,
  challenges,
}) => {
  await site.startSignIn(customer.email);
  const code = await mailbox.waitForCode(customer.email);
  const tab = await site.openOtherTab();
  await tab.verify.open();
  for (const left of [4, 3, 2, 1]) {
    await site.verify.submitWrong(code);
    await site.verify.expectText(`${left} attempt`);
  }
  await site.verify.submitWrong(code);
  await site.verify.expectText('Too many attempts.');
  await expect(site.verify.code).toHaveCount(0);
  await expect(site.verify.resendButton).toHaveCount(0);
  await expect(site.verify.startAgainLink).toBeVisible();
  // A page that still shows the field.
  await tab.verify.submit(code);
  await tab.verify.expectText('Too many attempts.');
  expect((await challenges.getNewest(customer.email)).consumedAt).toBeNull();
  await site.account.open();
  await site.login.expectOpen();
});

test('scenario 5: a resent code works and the former one is dead', async ({
  site,
  customer,
  mailbox,
  challenges,
}) => {
  await site.startSignIn(customer.email);
  const former = await mailbox.waitForCode(customer.email);
  await challenges.endCoolDown(customer.email);
  await site.page.reload();
  await site.verify.resend();
  await site.verify.expectText(/sent (you )?a new code/);
  const code = await mailbox.waitForCode(customer.email);
  // They are the same once in a million.
  expect(code).not.toBe(former);
  await site.verify.submit(former);
  await site.verify.expectText(/The code is not right/);
  await site.verify.submit(code);
  await site.account.expectOpen();
});
