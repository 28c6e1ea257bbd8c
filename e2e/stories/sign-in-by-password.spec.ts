import { randomEmail } from '../fixtures/customer';
import { expect, test } from '../fixtures/test';

test('a customer signs in with a password', async ({ site, customer }) => {
  await site.signInByPassword(customer.email, customer.password);
  await site.account.expectText(customer.name);
});

test('a customer signs in with a phone number and a password', async ({ site, customer }) => {
  await site.signInByPassword(customer.phone, customer.password);
});

test('a wrong password and an unknown address get the same answer', async ({ site, customer }) => {
  const readAnswer = async () => {
    await site.login.expectOpen();
    const alert = site.login.alert;
    await expect(alert).toBeVisible();
    return alert.textContent();
  };
  await site.login.open();
  await site.login.signIn(customer.email, 'not the right one');
  const forWrong = await readAnswer();
  await site.login.open();
  await site.login.signIn(randomEmail(), 'not the right one');
  expect(await readAnswer()).toBe(forWrong);
});

test('the account page sends a visitor to sign in', async ({ site }) => {
  await site.account.open();
  await site.login.expectOpen();
});

test('the account page never shows a whole address', async ({ site, customer }) => {
  await site.signInByPassword(customer.email, customer.password);
  await expect(site.account.main).not.toContainText(customer.email);
  await expect(site.account.main).not.toContainText(customer.phone.slice(3));
});
