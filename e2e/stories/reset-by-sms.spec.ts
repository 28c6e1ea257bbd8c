import { randomPassword } from '../fixtures/customer';
import { expect, test } from '../fixtures/test';

test('a customer sets a new password with a code from a text message', async ({ site, customer, phone }) => {
  const password = randomPassword();
  await site.startReset(customer.email, 'SMS');
  await site.verify.submit(await phone.waitForCode(customer.phone));
  await site.resetPassword.submit(password);
  await site.login.expectOpen();
  await site.login.signIn(customer.phone, password);
  await site.account.expectOpen();
});

test('a phone number may be typed as it is written at home', async ({ site, customer, phone }) => {
  await site.startReset(customer.phone.replace('+91', '0'), 'SMS');
  await site.verify.submit(await phone.waitForCode(customer.phone));
  await site.resetPassword.expectOpen();
});

test('the text message ends in a line that a phone fills in by itself', async ({
  site,
  customer,
  phone,
  codes,
}) => {
  await site.startReset(customer.phone, 'SMS');
  const { text } = await phone.waitForMessage(customer.phone);
  const code = /\b\d{6}\b/.exec(text)![0];
  codes.push(code);
  expect(text.split('\n').at(-1)).toBe(`@localhost #${code}`);
  expect(text).toContain(`verification code is: ${code}`);
});

test('SMS is offered only where a phone is on file', async ({ site, addCustomer }) => {
  const customer = await addCustomer({ phone: null });
  await site.forgotPassword.open();
  await site.forgotPassword.submit(customer.email);
  await site.chooseMethod.expectOpen();
  await expect(site.chooseMethod.method('Email')).toBeVisible();
  await expect(site.chooseMethod.method('SMS')).toHaveCount(0);
});

test('the addresses are masked before anybody has proved anything', async ({ site, customer }) => {
  await site.forgotPassword.open();
  await site.forgotPassword.submit(customer.phone);
  await site.chooseMethod.expectOpen();
  await expect(site.chooseMethod.main).not.toContainText(customer.email);
  await expect(site.chooseMethod.main).not.toContainText(customer.phone.slice(3));
});
