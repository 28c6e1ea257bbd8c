import { randomPassword } from '../fixtures/customer';
import { expect, test } from '../fixtures/test';

test('a customer sets a new password with a code from an e-mail', async ({ site, customer, mailbox }) => {
  const password = randomPassword();
  await site.startReset(customer.email);
  await site.verify.submit(await mailbox.waitForCode(customer.email));
  await site.resetPassword.expectOpen();
  await site.resetPassword.submit(password);
  await site.login.expectOpen();
  await site.login.signIn(customer.email, password);
  await site.account.expectOpen();
  await site.account.expectText(customer.name);
});

test('the old password is refused after a reset', async ({ site, customer, mailbox }) => {
  await site.startReset(customer.email);
  await site.verify.submit(await mailbox.waitForCode(customer.email));
  await site.resetPassword.submit(randomPassword());
  await site.login.expectOpen();
  await site.login.signIn(customer.email, customer.password);
  await site.login.expectOpen();
  await expect(site.login.alert).toBeVisible();
});

test('the address may be typed with capitals and spaces around it', async ({ site, customer, mailbox }) => {
  await site.startReset(`  ${customer.email.toUpperCase()} `);
  await site.verify.submit(await mailbox.waitForCode(customer.email));
  await site.resetPassword.expectOpen();
});

test('the message has the code in its text and its HTML, and not in its subject', async ({
  site,
  customer,
  mailbox,
  codes,
}) => {
  await site.startReset(customer.email);
  const message = await mailbox.waitForMessage(customer.email);
  const code = /\b\d{6}\b/.exec(message.text)![0];
  codes.push(code);
  expect(message.text).toMatch(/valid for 10 minutes/i);
  expect(message.html).toContain(code);
  expect(message.subject).not.toMatch(/\d{4}/);
});

test('a code may be typed with a space in the middle', async ({ site, customer, mailbox }) => {
  await site.startReset(customer.email);
  const code = await mailbox.waitForCode(customer.email);
  await site.verify.submit(` ${code.slice(0, 3)} ${code.slice(3)}`);
  await site.resetPassword.expectOpen();
});
