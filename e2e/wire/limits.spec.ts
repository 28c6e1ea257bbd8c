import { randomPassword } from '../fixtures/customer';
import { expect, test } from '../fixtures/test';

test('after five tries at a password the sixth is refused, also the right one', async ({
  site,
  customer,
}) => {
  for (let tries = 0; tries < 5; tries += 1) {
    await site.login.open();
    await site.login.signIn(customer.email, randomPassword());
    await expect(site.login.alert).toBeVisible();
  }
  await site.login.open();
  await site.login.signIn(customer.email, customer.password);
  await site.login.expectOpen();
  await expect(site.login.alert).toContainText(/too many|minutes/i);
});

test('an address gets five codes an hour, whoever asks', async ({
  addCustomer,
  openOtherBrowser,
  challenges,
}) => {
  const customer = await addCustomer({ phone: null });
  for (let asked = 0; asked < 5; asked += 1) await (await openOtherBrowser()).startReset(customer.email);
  const sixth = await openOtherBrowser();
  await sixth.forgotPassword.open();
  await sixth.forgotPassword.submit(customer.email);
  await sixth.chooseMethod.submit('Email');
  await expect(sixth.chooseMethod.alert).toBeVisible();
  expect(await challenges.countDeliveries(customer.email)).toBe(5);
});
