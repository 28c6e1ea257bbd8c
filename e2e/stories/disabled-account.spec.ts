import { expect, test } from '../fixtures/test';

test('a disabled account is asked for a code like any other, and gets none', async ({
  site,
  customer,
  db,
  mailbox,
}) => {
  await db.user.update({ where: { id: customer.id }, data: { status: 'disabled' } });
  await site.startReset(customer.email);
  await site.verify.submit('271828');
  await site.verify.expectText('The code is not right. 4 attempts left.');
  expect(await mailbox.list(customer.email)).toEqual([]);
});

test('an account that is disabled while it is signed in is out at once', async ({ site, customer, db }) => {
  await site.signInByPassword(customer.email, customer.password);
  await db.user.update({ where: { id: customer.id }, data: { status: 'disabled' } });
  await site.account.open();
  await site.login.expectOpen();
});

test('a disabled account does not sign in with its password', async ({ site, customer, db }) => {
  await db.user.update({ where: { id: customer.id }, data: { status: 'disabled' } });
  await site.login.open();
  await site.login.signIn(customer.email, customer.password);
  await site.login.expectOpen();
  await expect(site.login.alert).toBeVisible();
});
